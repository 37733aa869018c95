namespace Laptime.Core.Serving;

/// <summary>Arrivals of a Poisson process: what many independent users look like.</summary>
public static class PoissonArrivals
{
    /// <summary>Ticks from the beginning to each arrival, ascending; gaps are exponentially distributed. The same seed gives the same arrivals.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="rate">Arrivals per second on average, above zero.</param>
    /// <param name="count">Number of arrivals.</param>
    /// <param name="ticksPerSecond">Unit of the result.</param>
    public static long[] Draw(long seed, double rate, int count, long ticksPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        Random random = new(seed.GetHashCode());
        long[] arrivals = new long[count];
        double at = 0;
        for (int i = 0; i < count; i++)
        {
            at -= Math.Log(1 - random.NextDouble()) / rate;
            arrivals[i] = (long)Math.Round(at * ticksPerSecond);
        }
        return arrivals;
    }
}
