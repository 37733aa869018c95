using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Core.Trials;

/// <summary>Part of a trial.</summary>
public enum Phase
{
    /// <summary>Before steady state; kept, never scored.</summary>
    Warmup,

    /// <summary>Finding out how many steps make a block; kept, never scored.</summary>
    Pilot,

    /// <summary>The window that scores.</summary>
    Measurement,
}

/// <summary>Consecutive steps between two synchronizations of the device: one raw sample, never changed, never deleted.</summary>
public sealed record Block
{
    /// <summary>Part of the trial.</summary>
    public required Phase Phase { get; init; }

    /// <summary>Start, in ticks of the trial's monotonic clock (<see cref="TrialSamples.TicksPerSecond"/>).</summary>
    public required long StartTicks { get; init; }

    /// <summary>Steps in the block; at least 1.</summary>
    public required int Steps { get; init; }

    /// <summary>Wall time from synchronization to synchronization.</summary>
    public required Seconds Wall { get; init; }

    /// <summary>The same span on the device's own clock; null where there is none.</summary>
    public Seconds? Device { get; init; }

    /// <summary>Codes of what happened during the block (see the validity table of docs/measurement.md).</summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>Why the block does not count, on outside evidence; null if it counts. A block is never dropped for its value.</summary>
    public string? Dropped { get; init; }

    /// <summary>Wall time of one step.</summary>
    public Seconds PerStep => Wall / Steps;
}
