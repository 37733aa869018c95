using Laptime.Core.Statistics;

namespace Laptime.Core.Serving;

/// <summary>
/// Bounds of a percentile by counting, after MLPerf's early stopping: with no assumption about how latencies are
/// distributed, but with the one that they are independent. Queries of one process are not: these bounds stand alone
/// only where neighbours hardly resemble each other (<see cref="PercentileAcrossLaunches.Independent"/>).
/// </summary>
public static class RankBound
{
    /// <summary>Confidence of the bounds from above.</summary>
    public const double Confidence = 0.99;

    /// <summary>
    /// Queries needed so that a limit which <paramref name="over"/> of them exceed bounds the percentile: the smallest n
    /// with BinomCDF(over; n, 1 − percentile) ≤ 1 − confidence.
    /// </summary>
    /// <param name="percentile">Between 0 and 1, exclusive: 0.99.</param>
    /// <param name="over">Queries over the limit, from 0.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    public static int QueriesNeeded(double percentile, int over, double confidence = Confidence)
    {
        int low = over; // too few
        int high = over + 1;
        while (!IsBounded(percentile, over, high, confidence))
        {
            low = high;
            high = checked(high * 2);
        }
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = IsBounded(percentile, over, middle, confidence) ? (low, middle) : (middle, high);
        }
        return high;
    }

    /// <summary>Most queries over a limit with which it still bounds the percentile; null if there are too few queries for any.</summary>
    public static int? OverAllowed(double percentile, int queries, double confidence = Confidence)
    {
        if (queries < 1 || !IsBounded(percentile, 0, queries, confidence))
        {
            return null;
        }
        int low = 0; // allowed
        int high = (int)Math.Ceiling(queries * (1 - percentile)) + 1; // its mean and more: too many
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = IsBounded(percentile, middle, queries, confidence) ? (middle, high) : (low, middle);
        }
        return low;
    }

    /// <summary>
    /// Latency that the percentile does not exceed: the one with <see cref="OverAllowed"/> queries above it. Null if there
    /// are too few queries. (Counting the bound itself among the queries over the limit, as MLPerf's load generator
    /// does, gives the next lower rank; the event behind the confidence is the same.)
    /// </summary>
    /// <param name="sorted">Latencies, ascending.</param>
    /// <param name="percentile">Between 0 and 1, exclusive.</param>
    /// <param name="confidence">Between 0 and 1, exclusive.</param>
    public static double? Upper(ReadOnlySpan<double> sorted, double percentile, double confidence = Confidence) =>
        OverAllowed(percentile, sorted.Length, confidence) is { } over ? sorted[^(over + 1)] : null;

    /// <summary>Two-sided interval of a percentile from order statistics; null if there are too few queries for either side.</summary>
    /// <param name="sorted">Latencies, ascending.</param>
    /// <param name="percentile">Between 0 and 1, exclusive.</param>
    /// <param name="confidence">Of the interval, each side failing half as often as both.</param>
    public static (double Low, double High)? Interval(
        ReadOnlySpan<double> sorted,
        double percentile,
        double confidence = 0.95
    )
    {
        double side = 1 - ((1 - confidence) / 2);
        // From below it is the same bound of the mirrored latencies.
        return
            OverAllowed(percentile, sorted.Length, side) is { } over
            && OverAllowed(1 - percentile, sorted.Length, side) is { } under
            ? (sorted[under], sorted[^(over + 1)])
            : null;
    }

    private static bool IsBounded(double percentile, int over, int queries, double confidence) =>
        Quantiles.BinomialCumulative(over, queries, 1 - percentile) <= 1 - confidence;
}
