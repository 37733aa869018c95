using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Sweeps;
using Laptime.Core.Transfer;

namespace Laptime.Core.Results;

/// <summary>How far a case has come.</summary>
public enum CaseStatus
{
    /// <summary>No trial has ended yet.</summary>
    Pending,

    /// <summary>There is a figure.</summary>
    Measured,

    /// <summary>Trials ran, and none may score.</summary>
    Invalid,

    /// <summary>The case cannot run on this platform.</summary>
    Skipped,

    /// <summary>The case should have run and did not.</summary>
    Failed,
}

/// <summary>What all trials of one case come to. Derived from raw data, never stored in its place.</summary>
public sealed record CaseResult
{
    /// <summary>What was measured.</summary>
    public required Case Case { get; init; }

    /// <summary>How far it has come; figures are null unless it is <see cref="CaseStatus.Measured"/>.</summary>
    public required CaseStatus Status { get; init; }

    /// <summary>Why there is no figure; null if there is one or nothing has been tried.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about <see cref="Reason"/>; null if there is nothing to do.</summary>
    public string? Advice { get; init; }

    /// <summary>What one item is: <c>image</c>.</summary>
    public string? ItemName { get; init; }

    /// <summary>Parameters of the network.</summary>
    public long? Parameters { get; init; }

    /// <summary>
    /// Typical time of one step. Of a serving scenario what stands for it: the headline percentile of its latencies, or the
    /// time between two queries of a server.
    /// </summary>
    public Seconds? StepTime { get; init; }

    /// <summary>Relative half-width U of the 95 % interval of step time and of items per second: 0.02 for ±2 %; null with fewer than two valid launches.</summary>
    public double? HalfWidth { get; init; }

    /// <summary>Items per second at the typical step time, or at the rate of a server; null for streams and closed loops.</summary>
    public double? ItemsPerSecond { get; init; }

    /// <summary>Items per second over all valid time, stalls included.</summary>
    public double? DeliveredItemsPerSecond { get; init; }

    /// <summary>Delivered by typical time per step, less 1: what rare stalls cost.</summary>
    public double? TailTax { get; init; }

    /// <summary>Typical step time of each valid launch, in order of launch: what comparisons are made from.</summary>
    public ImmutableArray<Seconds> Launches { get; init; } = [];

    /// <summary>Launches that may not score.</summary>
    public int InvalidLaunches { get; init; }

    /// <summary>Blocks that score, over all valid launches.</summary>
    public int Blocks { get; init; }

    /// <summary>Measured blocks that outside evidence dropped, over all valid launches.</summary>
    public int DroppedBlocks { get; init; }

    /// <summary>Steps per block; null if launches differ or there are none.</summary>
    public int? StepsPerBlock { get; init; }

    /// <summary>Largest resident memory of a worker process.</summary>
    public Bytes? PeakResident { get; init; }

    /// <summary>Largest memory in use on the measured device, where it is not the processor.</summary>
    public Bytes? PeakDevice { get; init; }

    /// <summary>How far its precision's outputs lie from fp32's, of the first launch that compared them; null for fp32 itself and where none did.</summary>
    public OutputDeviation? Deviation { get; init; }

    /// <summary>How far to trust it; null while there is no figure to trust.</summary>
    public Grade? Grade { get; init; }

    /// <summary>Reservations with advice, the gravest first.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Figures of the queries of a serving scenario; null for anything else.</summary>
    public ServingResult? Serving { get; init; }

    /// <summary>Figures of the transfer-learning jobs, in order of launch; empty for anything else.</summary>
    public ImmutableArray<TransferFigures> Transfer { get; init; } = [];

    /// <summary>Energy by boundary; empty where it was not asked for.</summary>
    public ImmutableArray<EnergyResult> Energy { get; init; } = [];

    /// <summary>Whether the interval is as narrow as the tier asks for.</summary>
    public bool Resolved { get; init; }

    /// <summary>Whether the result may be ranked against others: a rankable tier, resolved, enough launches, valid.</summary>
    public bool Rankable { get; init; }
}
