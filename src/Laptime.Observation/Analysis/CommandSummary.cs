using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Observation.Signs;

namespace Laptime.Observation.Analysis;

/// <summary>What the trial of a command comes to: a pure function of what is stored.</summary>
public sealed record CommandSummary
{
    private const double Quantile = 0.975;

    /// <summary>The command line, as far as it is kept; null if it was left out.</summary>
    public string? Line { get; init; }

    /// <summary>Recogniser that found the steps; null if none did.</summary>
    public string? Recogniser { get; init; }

    /// <summary>What one step is: <c>step</c>, <c>item</c> or <c>epoch</c> by the command's own count.</summary>
    public string Counts { get; init; } = "step";

    /// <summary>From start to end.</summary>
    public required Seconds Elapsed { get; init; }

    /// <summary>Exit code; null if it is not known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it was stopped; null if it ended by itself.</summary>
    public string? Stopped { get; init; }

    /// <summary>Steps seen, warm-up included.</summary>
    public long Steps { get; init; }

    /// <summary>Time of a step in the steady state, pauses that nobody explained included; null without steps.</summary>
    public StepTimeEstimate? Step { get; init; }

    /// <summary>Typical time of a step in the steady state: the interquartile mean; null without steps.</summary>
    public Seconds? Typical { get; init; }

    /// <summary>Time of a step by the command's own account; null if it gives none.</summary>
    public Seconds? Stated { get; init; }

    /// <summary>Items per step, as the user says; 1 if nothing was said.</summary>
    public int ItemsPerStep { get; init; } = 1;

    /// <summary>Steps of the warm-up.</summary>
    public long WarmupSteps { get; init; }

    /// <summary>Time of the warm-up.</summary>
    public Seconds Warmup { get; init; }

    /// <summary>Time that was training, warm-up included.</summary>
    public Seconds Training { get; init; }

    /// <summary>From the start to the first sign of training.</summary>
    public Seconds SetUp { get; init; }

    /// <summary>From the last sign of training to the end.</summary>
    public Seconds End { get; init; }

    /// <summary>Time of validation.</summary>
    public Seconds Validation { get; init; }

    /// <summary>Time of saving.</summary>
    public Seconds Saving { get; init; }

    /// <summary>Time between rounds of the counter of which the command says nothing.</summary>
    public Seconds BetweenRounds { get; init; }

    /// <summary>Signs of progress that arrived together, on average.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>Step times in order, warm-up included, dropped blocks not.</summary>
    public ImmutableArray<double> StepTimes { get; init; } = [];

    /// <summary>Part of the run that was training; null without steps.</summary>
    public double? TrainingShare => Recogniser is null || Elapsed.Value <= 0 ? null : Training / Elapsed;

    /// <summary>Steps per second in the steady state.</summary>
    public double? StepsPerSecond => 1 / Step?.Seconds;

    /// <summary>Items per second in the steady state: steps times <see cref="ItemsPerStep"/>.</summary>
    public double? ItemsPerSecond => StepsPerSecond * ItemsPerStep;

    /// <summary>Summarizes a trial that was measured.</summary>
    public static CommandSummary Of(Trial trial, TrialSamples samples)
    {
        string? Setting(string name) => samples.Settings.GetValueOrDefault(name);
        double Figure(string name) =>
            double.TryParse(Setting(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value
                : 0;
        CommandSummary summary = new()
        {
            Line = Setting(CommandSetting.Line),
            Elapsed = trial.Elapsed,
            ExitCode = Setting(CommandSetting.ExitCode) is null ? null : (int)Figure(CommandSetting.ExitCode),
            Stopped = Setting(CommandSetting.Stopped),
        };
        if (Setting(CommandSetting.Recogniser) is not { } recogniser || samples.Blocks.IsEmpty)
        {
            return summary;
        }
        ImmutableArray<Block> blocks = samples.Blocks;
        Block[] kept = [.. blocks.Where(block => block.Dropped is null)];
        Block[] warm = [.. kept.Where(block => block.Phase == Phase.Warmup)];
        Seconds? typical = CommandBlocks.Typical(blocks);
        // A dropped block holds steps too: their time is training, the rest what dropped it.
        double Lost(string word) =>
            blocks.Where(block => block.Dropped == word).Sum(block => Rest(block, typical))
            + Figure(CommandSetting.Between + word);
        double lost = blocks.Where(block => block.Dropped is not null).Sum(block => Rest(block, typical));
        return summary with
        {
            Recogniser = recogniser,
            Counts = Setting(CommandSetting.Counts) ?? summary.Counts,
            Steps = blocks.Sum(block => (long)block.Steps),
            Step = CommandBlocks.Estimate(blocks, Quantile),
            Typical = typical,
            Stated = Figure(CommandSetting.Stated) is > 0 and double stated ? new Seconds(stated) : null,
            ItemsPerStep = samples.ItemsPerStep,
            WarmupSteps = warm.Sum(block => (long)block.Steps),
            Warmup = new Seconds(warm.Sum(block => block.Wall.Value)),
            Training = new Seconds(blocks.Sum(block => block.Wall.Value) - lost),
            SetUp = new Seconds(Math.Max(0, blocks[0].StartTicks / (double)samples.TicksPerSecond)),
            End = new Seconds(
                Math.Max(
                    0,
                    trial.Elapsed.Value
                        - (blocks[^1].StartTicks / (double)samples.TicksPerSecond)
                        - blocks[^1].Wall.Value
                )
            ),
            Validation = new Seconds(Lost(CommandBlocks.Word(Activity.Validation))),
            Saving = new Seconds(Lost(CommandBlocks.Word(Activity.Saving))),
            BetweenRounds = new Seconds(Figure(CommandSetting.Between + "epochs")),
            Burst = Math.Max(1, (int)Figure(CommandSetting.Burst)),
            StepTimes = [.. kept.Select(block => block.PerStep.Value)],
        };
    }

    private static double Rest(Block block, Seconds? typical) =>
        Math.Max(0, block.Wall.Value - (block.Steps * (typical?.Value ?? 0)));
}
