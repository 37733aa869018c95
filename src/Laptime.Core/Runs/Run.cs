using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Scripts;
using Laptime.Core.Sweeps;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;

namespace Laptime.Core.Runs;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Under way, or ended without saying so: it can be resumed.</summary>
    Running,

    /// <summary>All planned trials are there.</summary>
    Finished,

    /// <summary>Stopped by the user; what was measured is there, and it can be resumed.</summary>
    Cancelled,
}

/// <summary>One execution of a suite on one platform.</summary>
public sealed record Run
{
    /// <summary>Identity, given once.</summary>
    public required Guid Id { get; init; }

    /// <summary>Version of the program that measured.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Version of the measurement protocol.</summary>
    public required int ProtocolVersion { get; init; }

    /// <summary>Suite as it was planned, axes applied.</summary>
    public required Suite Suite { get; init; }

    /// <summary>Tier.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Launches asked for with <c>--repeat</c>; null lets the protocol decide.</summary>
    public int? Repeat { get; init; }

    /// <summary>Time allowed for the whole run.</summary>
    public required Seconds Budget { get; init; }

    /// <summary>Seed from which every trial's order and seed are drawn.</summary>
    public required long Seed { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Machine and software it ran on.</summary>
    public required PlatformFacts Platform { get; init; }

    /// <summary>Weights file given by the user; null: random weights.</summary>
    public string? WeightsPath { get; init; }

    /// <summary>The transfer-learning job that each trial does; null for anything else.</summary>
    public TransferSettings? Transfer { get; init; }

    /// <summary>Whether each trial counts energy too, after its window.</summary>
    public bool MeasuresEnergy { get; init; }

    /// <summary>
    /// Searches for the batch of its cases, one for each; empty where the batch was given. While one is not over, its case
    /// stands in the suite with batch 1; then with the batch that is measured.
    /// </summary>
    public ImmutableArray<BatchSearch> BatchSearches { get; init; } = [];

    /// <summary>The TorchScript program that each trial runs; null for anything else.</summary>
    public ScriptSettings? Script { get; init; }

    /// <summary>How the machine was brought to its working state: <c>sustained</c>, or <c>THERMAL_CAP</c> where that could not be confirmed.</summary>
    public string? ThermalState { get; init; }

    /// <summary>The user's own note.</summary>
    public string? Note { get; init; }

    /// <summary>Digest, and perhaps signature, of the raw data; null while the run is under way, and of old runs.</summary>
    public RunSeal? Seal { get; init; }
}

/// <summary>A run with all its trials, in the order they ended.</summary>
public sealed record RunRecord(Run Run, ImmutableArray<Trial> Trials);
