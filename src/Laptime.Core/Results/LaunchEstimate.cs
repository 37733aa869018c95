using System.Collections.Immutable;
using Laptime.Core.Serving;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;

namespace Laptime.Core.Results;

/// <summary>What one valid launch says of a case.</summary>
/// <param name="LogStepTime">
/// Natural logarithm of the typical step time in seconds: y = ln(IQM of the scored blocks). Of a serving scenario that of
/// its headline percentile, or of the time between two queries of a server.
/// </param>
/// <param name="Blocks">The scored blocks, in order; empty for a serving scenario, whose samples are queries.</param>
public sealed record LaunchEstimate(double LogStepTime, ImmutableArray<Block> Blocks)
{
    /// <summary>Blocks of the window that count.</summary>
    public static ImmutableArray<Block> Scored(TrialSamples samples) =>
        [.. samples.Blocks.Where(block => block.Phase == Phase.Measurement && block.Dropped is null)];

    /// <summary>The estimate; null if the launch may not score or nothing is left to score.</summary>
    public static LaunchEstimate? Of(TrialSamples samples)
    {
        if (samples.InvalidReason is not null)
        {
            return null;
        }
        if (samples.Serving is { } serving)
        {
            return ServingLaunch.Of(serving, samples.TicksPerSecond) is { } launch
                ? new LaunchEstimate(launch.LogFigure(serving), [])
                : null;
        }
        ImmutableArray<Block> scored = Scored(samples);
        return scored.IsEmpty
            ? null
            : new LaunchEstimate(
                Math.Log(InterquartileMean.Of([.. scored.Select(block => block.PerStep.Value)])),
                scored
            );
    }

    /// <summary>Step times of the scored blocks relative to the launch's typical one, so that launches can be laid over each other.</summary>
    public IEnumerable<double> RelativeStepTimes => Blocks.Select(block => block.PerStep.Value / Math.Exp(LogStepTime));
}
