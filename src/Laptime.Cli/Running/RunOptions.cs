using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Scripts;
using Laptime.Core.Trials;

namespace Laptime.Cli.Running;

/// <summary>What the user asks of a run.</summary>
internal sealed record RunOptions
{
    /// <summary>What to measure; device and threads are filled in from the platform where the user names none.</summary>
    public required Func<PlatformDefaults, PlannedSuite> Plan { get; init; }

    /// <summary>How much to spend on each figure.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Launches of each case; null: as many as the tier needs.</summary>
    public int? Repeat { get; init; }

    /// <summary>Seed; null: drawn.</summary>
    public long? Seed { get; init; }

    /// <summary>Weights file; null: random weights.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether to count energy too.</summary>
    public bool MeasuresEnergy { get; init; }

    /// <summary>The TorchScript program to measure; null: networks of our own.</summary>
    public ScriptSettings? Script { get; init; }

    /// <summary>The user's note.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the batch of each planned case is searched for; the plan has batch 1 then.</summary>
    public bool FindsBatch { get; init; }

    /// <summary>Time for everything that the user gave; null: none was given, and a search takes what it needs.</summary>
    public Seconds? BudgetGiven { get; init; }

    /// <summary>File for a picture of the sweep; null: none is wanted.</summary>
    public string? Out { get; init; }

    /// <summary>Whether <see cref="Out"/> may replace a file.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to say what would be measured, and measure nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether results go out as JSON.</summary>
    public bool Json { get; init; }
}

/// <summary>A suite with its axes applied, or one sentence why there is nothing to measure.</summary>
internal readonly record struct PlannedSuite(Suite? Suite, string? Objection)
{
    public static implicit operator PlannedSuite(Suite suite) => new(suite, null);

    public static PlannedSuite Nothing(string why) => new(null, why);
}
