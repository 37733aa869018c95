using Laptime.Core.Clocks;
using Laptime.Core.Quantities;

namespace Laptime.Measurement.Clocks;

/// <summary>How fine a clock really is, which its frequency does not tell.</summary>
public static class TimerResolution
{
    private const int Readings = 10_000;

    /// <summary>Smallest nonzero difference between neighbouring readings; one tick if none was seen to differ.</summary>
    public static Seconds Measure(IMonotonicClock clock)
    {
        long smallest = long.MaxValue;
        long previous = clock.Ticks;
        for (int i = 0; i < Readings; i++)
        {
            long now = clock.Ticks;
            if (now > previous && now - previous < smallest)
            {
                smallest = now - previous;
            }
            previous = now;
        }
        return clock.Between(0, smallest == long.MaxValue ? 1 : smallest);
    }
}
