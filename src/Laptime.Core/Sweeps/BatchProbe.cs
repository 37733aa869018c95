using Laptime.Core.Quantities;

namespace Laptime.Core.Sweeps;

/// <summary>One batch size tried in a process of its own: a few steps, for the memory they take more than for their time.</summary>
public sealed record BatchProbe
{
    /// <summary>Items per step; at least 1.</summary>
    public required int Batch { get; init; }

    /// <summary>Whether the process did its steps within the memory that it may have.</summary>
    public required bool Fits { get; init; }

    /// <summary>Why it does not fit, one sentence; null if it does.</summary>
    public string? Reason { get; init; }

    /// <summary>Items per second of the few steps, without an interval; null if it does not fit.</summary>
    public double? ItemsPerSecond { get; init; }

    /// <summary>Largest resident memory of the process; null if it did not live to tell.</summary>
    public Bytes? PeakResident { get; init; }

    /// <summary>Largest memory in use on the device, where it is not the processor; null if not known.</summary>
    public Bytes? PeakDevice { get; init; }

    /// <summary>From the start of the process to its end.</summary>
    public required Seconds Elapsed { get; init; }
}
