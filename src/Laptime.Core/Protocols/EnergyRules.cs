using Laptime.Core.Quantities;

namespace Laptime.Core.Protocols;

/// <summary>
/// How energy is counted. The counters of GPUs move about ten times a second and lag behind: a hundred updates keep the
/// error of the ends at 1 %; what the counters themselves are off by, 5 % at best, repetition does not show (Yang et al.
/// 2024).
/// </summary>
public sealed record EnergyRules
{
    /// <summary>Least time between the two readings.</summary>
    public Seconds Least { get; init; } = new(10);

    /// <summary>Least number of updates between them.</summary>
    public int Updates { get; init; } = 100;

    /// <summary>Time after which a counter that moves too rarely is given up.</summary>
    public Seconds Longest { get; init; } = new(30);

    /// <summary>Time under load before the first reading.</summary>
    public Seconds Discarded { get; init; } = new(1);

    /// <summary>Longest additional, random delay: so that trials do not all begin at the same point of an update.</summary>
    public Seconds Offset { get; init; } = Seconds.FromMilliseconds(100);

    /// <summary>Time between two readings in between, to count updates.</summary>
    public Seconds Interval { get; init; } = Seconds.FromMilliseconds(100);

    /// <summary>Relative error of the counters.</summary>
    public double Systematic { get; init; } = 0.05;
}
