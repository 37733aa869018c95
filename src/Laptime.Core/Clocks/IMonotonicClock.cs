namespace Laptime.Core.Clocks;

/// <summary>A clock that only moves forward and knows no date: what blocks are timed with.</summary>
public interface IMonotonicClock
{
    /// <summary>Ticks per second; constant.</summary>
    long Frequency { get; }

    /// <summary>Ticks since an arbitrary origin. Reading it allocates nothing.</summary>
    long Ticks { get; }
}
