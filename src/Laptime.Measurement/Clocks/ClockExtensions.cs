using Laptime.Core.Clocks;
using Laptime.Core.Quantities;

namespace Laptime.Measurement.Clocks;

/// <summary>Durations on a monotonic clock.</summary>
public static class ClockExtensions
{
    /// <summary>Time between two readings.</summary>
    public static Seconds Between(this IMonotonicClock clock, long start, long end) =>
        new((end - start) / (double)clock.Frequency);

    /// <summary>Time since a reading.</summary>
    public static Seconds Since(this IMonotonicClock clock, long start) => clock.Between(start, clock.Ticks);
}
