using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;
using Laptime.Observation.Signs;

namespace Laptime.Observation.Analysis;

/// <summary>The blocks of a command's trial, and what went on between them.</summary>
/// <param name="Blocks">In order of time; ticks count from the command's start.</param>
/// <param name="Between">Time between rounds of the counter, by what the command said of it; null: it said nothing.</param>
public sealed record CommandBlocks(
    ImmutableArray<Block> Blocks,
    ImmutableArray<(Activity? Activity, Seconds Time)> Between
)
{
    private const int Most = 2000;

    // Evidence that strikes most of the run tells nothing about a part of it.
    private const double MostDropped = 0.5;

    /// <summary>Makes the blocks.</summary>
    /// <param name="timeline">What the output says.</param>
    /// <param name="start">Ticks at which the command started.</param>
    /// <param name="frequency">Ticks per second.</param>
    public static CommandBlocks Of(StepTimeline timeline, long start, long frequency)
    {
        var between = timeline
            .Spans.Where(span => span.Steps == 0)
            .Select(span => (span.Interruption, Time(span, frequency)))
            .ToImmutableArray();
        StepSpan[] spans = [.. timeline.Spans.Where(span => span.Steps > 0)];
        bool drops = spans.Count(span => span.Interruption is not null) <= MostDropped * spans.Length;
        long least = spans.Sum(span => span.End - span.Start) / Most;
        List<Block> blocks = [];
        StepSpan? open = null;
        foreach (StepSpan span in spans)
        {
            if (drops && span.Interruption is { } activity)
            {
                Close(null);
                blocks.Add(Make(span, Word(activity)));
            }
            else
            {
                if (open is { } begun && begun.End == span.Start)
                {
                    open = begun with { End = span.End, Steps = begun.Steps + span.Steps };
                }
                else
                {
                    Close(span);
                }
                if (open is { } grown && grown.End - grown.Start >= least)
                {
                    Close(null);
                }
            }
        }
        Close(null);
        return new CommandBlocks(Phased(blocks), between);

        void Close(StepSpan? next)
        {
            if (open is { } done)
            {
                blocks.Add(Make(done, dropped: null));
            }
            open = next;
        }

        Block Make(StepSpan span, string? dropped) =>
            new()
            {
                Phase = Phase.Measurement,
                StartTicks = span.Start - start,
                Steps = span.Steps,
                Wall = Time(span, frequency),
                Dropped = dropped,
            };
    }

    /// <summary>An activity as it is stored: <c>validation</c>.</summary>
    public static string Word(Activity activity) => activity.ToString().ToLowerInvariant();

    private static Seconds Time(StepSpan span, long frequency) => new((span.End - span.Start) / (double)frequency);

    private static ImmutableArray<Block> Phased(List<Block> blocks)
    {
        double[] perStep = [.. blocks.Where(block => block.Dropped is null).Select(block => block.PerStep.Value)];
        int warm = WarmUp.Length(perStep);
        var phased = ImmutableArray.CreateBuilder<Block>(blocks.Count);
        int seen = 0;
        foreach (Block block in blocks)
        {
            phased.Add(seen < warm ? block with { Phase = Phase.Warmup } : block);
            seen += block.Dropped is null ? 1 : 0;
        }
        return phased.MoveToImmutable();
    }

    /// <summary>The interval of the steady part as far as it has come; null before there is one.</summary>
    /// <param name="probability">Quantile of Student's t.</param>
    public StepTimeEstimate? Estimate(double probability) => Estimate(Blocks, probability);

    /// <summary>The same from stored blocks.</summary>
    public static StepTimeEstimate? Estimate(ImmutableArray<Block> blocks, double probability)
    {
        (double, int)[] steady =
        [
            .. blocks
                .Where(block => block.Phase == Phase.Measurement && block.Dropped is null)
                .Select(block => (block.Wall.Value, block.Steps)),
        ];
        return steady.Length == 0 ? null : BatchMeans.Of(steady, probability);
    }

    /// <summary>Typical step time: the interquartile mean of the steady blocks; null if there are none.</summary>
    public static Seconds? Typical(ImmutableArray<Block> blocks)
    {
        double[] perStep =
        [
            .. blocks
                .Where(block => block.Phase == Phase.Measurement && block.Dropped is null)
                .Select(block => block.PerStep.Value),
        ];
        return perStep.Length == 0 ? null : new Seconds(InterquartileMean.Of(perStep));
    }
}
