using Laptime.Core.Clocks;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Roofs;

/// <summary>
/// Repeats a load for a time. What counts is the fastest repetition, as STREAM does it: a roof is what the machine can
/// do, and disturbances only ever slow it down.
/// </summary>
/// <param name="clock">Clock.</param>
public sealed class RoofTimer(IMonotonicClock clock)
{
    private const int LeastRepetitions = 5;

    // A thousand times the clock's resolution, and enough to hide the wait for a device.
    private static readonly Seconds LeastBlock = Seconds.FromMilliseconds(2);

    /// <summary>Measures.</summary>
    /// <param name="load">The load.</param>
    /// <param name="seconds">Time for it; five repetitions are made in any case.</param>
    public RoofReading.Measured Measure(IRoofLoad load, Seconds seconds)
    {
        int times = 1;
        load.Run(times); // the first is slow: pages, packed weights, kernels compiled at run time
        Seconds block = Time(load, times);
        while (block < LeastBlock)
        {
            times *= 2;
            block = Time(load, times);
        }
        List<double> blocks = [];
        long start = clock.Ticks;
        while (blocks.Count < LeastRepetitions || clock.Since(start) < seconds)
        {
            blocks.Add(Time(load, times).Value);
        }
        blocks.Sort();
        double amount = load.Amount * times;
        double median = (blocks[(blocks.Count - 1) / 2] + blocks[blocks.Count / 2]) / 2;
        return new RoofReading.Measured(amount / blocks[0], amount / median, blocks.Count, load.Method);
    }

    /// <summary>Tries ways to do the same for a moment each, then measures the fastest.</summary>
    /// <param name="names">Names of the candidates.</param>
    /// <param name="make">Makes one; null if this machine has none of that name.</param>
    /// <param name="seconds">Time for all of it, half of it for the search.</param>
    /// <returns>Null if none could be made.</returns>
    public RoofReading.Measured? MeasureFastest(
        IReadOnlyCollection<string> names,
        Func<string, IRoofLoad?> make,
        Seconds seconds
    )
    {
        string? fastest = null;
        double rate = 0;
        foreach (string name in names)
        {
            using IRoofLoad? load = make(name);
            if (load is not null && Measure(load, seconds / (2 * names.Count)).Best is var found && found > rate)
            {
                (fastest, rate) = (name, found);
            }
        }
        if (fastest is null)
        {
            return null;
        }
        using IRoofLoad chosen = make(fastest)!;
        RoofReading.Measured reading = Measure(chosen, seconds / 2);
        return reading with { Best = Math.Max(reading.Best, rate) };
    }

    private Seconds Time(IRoofLoad load, int times)
    {
        long start = clock.Ticks;
        load.Run(times);
        return clock.Since(start);
    }
}
