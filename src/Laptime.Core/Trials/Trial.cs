using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Sweeps;
using Laptime.Core.Transfer;

namespace Laptime.Core.Trials;

/// <summary>One case measured in one fresh process.</summary>
public sealed record Trial
{
    /// <summary>Identity, given once.</summary>
    public required Guid Id { get; init; }

    /// <summary>Run that the trial belongs to.</summary>
    public required Guid RunId { get; init; }

    /// <summary>What was measured.</summary>
    public required Case Case { get; init; }

    /// <summary>Number of the launch, from 1: every launch measures all cases once.</summary>
    public required int Launch { get; init; }

    /// <summary>Position within the launch, from 0; drawn at random.</summary>
    public required int Order { get; init; }

    /// <summary>Seed of weights, inputs and anything else random.</summary>
    public required long Seed { get; init; }

    /// <summary>Wall-clock start.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the start of the process to its end.</summary>
    public required Seconds Elapsed { get; init; }

    /// <summary>How it ended.</summary>
    public required TrialOutcome Outcome { get; init; }
}

/// <summary>How a trial ended.</summary>
public abstract record TrialOutcome
{
    private TrialOutcome() { }

    /// <summary>There are samples; <see cref="TrialSamples.InvalidReason"/> says whether they may score.</summary>
    /// <param name="Samples">All raw data.</param>
    public sealed record Measured(TrialSamples Samples) : TrialOutcome;

    /// <summary>The case cannot run here.</summary>
    /// <param name="Reason">One sentence.</param>
    public sealed record Skipped(string Reason) : TrialOutcome;

    /// <summary>The case should have run and did not.</summary>
    /// <param name="Attempted">What was tried and what went wrong, one sentence.</param>
    /// <param name="Advice">What to do about it.</param>
    public sealed record Failed(string Attempted, string Advice) : TrialOutcome;
}

/// <summary>Everything that one measured trial recorded. Statistics are a pure function of this.</summary>
public sealed record TrialSamples
{
    /// <summary>Frequency of the monotonic clock behind every tick count.</summary>
    public required long TicksPerSecond { get; init; }

    /// <summary>Smallest difference between two clock readings that was seen.</summary>
    public required Seconds TimerResolution { get; init; }

    /// <summary>Cost of measuring itself per block: clock readings, synchronization, the empty loop.</summary>
    public required Seconds HarnessOverhead { get; init; }

    /// <summary>Every block in the order it ran: pilot, warm-up, measurement, dropped ones too.</summary>
    public required ImmutableArray<Block> Blocks { get; init; }

    /// <summary>Telemetry through the whole trial, read between blocks and, within long ones, once a second.</summary>
    public required ImmutableArray<TelemetrySample> Telemetry { get; init; }

    /// <summary>Shape of the way to steady state: flat, warm-up, slowdown, inconsistent.</summary>
    public required string WarmupClass { get; init; }

    /// <summary>Codes raised for the trial as a whole.</summary>
    public required ImmutableArray<string> Flags { get; init; }

    /// <summary>Codes of checks for which this platform gives no evidence: not passed, not failed.</summary>
    public required ImmutableArray<string> Unverified { get; init; }

    /// <summary>Why the trial must not score; null if it may.</summary>
    public string? InvalidReason { get; init; }

    /// <summary>Whether the time allowed ended the measurement before the protocol was satisfied.</summary>
    public required bool CutShort { get; init; }

    /// <summary>Items per step.</summary>
    public required int ItemsPerStep { get; init; }

    /// <summary>What one item is.</summary>
    public required string ItemName { get; init; }

    /// <summary>Parameters of the network; 0 if it has none.</summary>
    public required long Parameters { get; init; }

    /// <summary>Largest resident memory of the process.</summary>
    public Bytes? PeakResident { get; init; }

    /// <summary>Largest memory in use on the measured device, where it is not the processor.</summary>
    public Bytes? PeakDevice { get; init; }

    /// <summary>Loss or output after the first step and after the last.</summary>
    public required ImmutableArray<double> Checks { get; init; }

    /// <summary>Digest of the output of the first step; null where none was taken.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>How far its precision's outputs lie from fp32's; null for fp32 itself and where they were not compared.</summary>
    public OutputDeviation? Deviation { get; init; }

    /// <summary>Settings of the engine that were in force: threads, allocator, instruction set, flags.</summary>
    public required ImmutableSortedDictionary<string, string> Settings { get; init; }

    /// <summary>Every query of a serving scenario; null for anything else. Its passes are in <see cref="Blocks"/> too, cut into stretches of a second.</summary>
    public ServingSamples? Serving { get; init; }

    /// <summary>Figures of a transfer-learning job; null for anything else.</summary>
    public TransferFigures? Transfer { get; init; }

    /// <summary>Energy by boundary; empty where it was not asked for.</summary>
    public ImmutableArray<EnergyReading> Energy { get; init; } = [];
}
