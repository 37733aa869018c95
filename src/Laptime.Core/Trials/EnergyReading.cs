using Laptime.Core.Quantities;

namespace Laptime.Core.Trials;

/// <summary>Counts the energy that part of a machine has taken.</summary>
public interface IEnergyCounter
{
    /// <summary>What it counts for: <c>gpu</c>, <c>package</c> (processors with their caches), never the whole machine.</summary>
    string Boundary { get; }

    /// <summary>
    /// Joules since an arbitrary origin; never falls, if it is read at least once a minute. Null if it cannot be read now.
    /// </summary>
    double? ReadJoules();
}

/// <summary>Energy of one trial within one boundary: a difference of two counter readings, or why there is none.</summary>
public sealed record EnergyReading
{
    /// <summary>What was counted for: <see cref="IEnergyCounter.Boundary"/>.</summary>
    public required string Boundary { get; init; }

    /// <summary>Difference of the counter; null if it could not be had.</summary>
    public double? Joules { get; init; }

    /// <summary>Time between the two readings.</summary>
    public Seconds Elapsed { get; init; }

    /// <summary>Steps in that time.</summary>
    public long Steps { get; init; }

    /// <summary>Times that the counter was seen to have moved.</summary>
    public int Updates { get; init; }

    /// <summary>Power without work, the process still there; null where it was not measured.</summary>
    public double? IdleWatts { get; init; }

    /// <summary>Why there is no figure; null if there is one.</summary>
    public string? Reason { get; init; }
}
