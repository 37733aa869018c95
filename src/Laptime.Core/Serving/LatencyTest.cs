using Laptime.Core.Statistics;

namespace Laptime.Core.Serving;

/// <summary>What the queries of a pass say of a latency bound.</summary>
public enum LatencyVerdict
{
    /// <summary>The percentile is within the bound, with 99 % confidence.</summary>
    Met,

    /// <summary>The percentile is above the bound, with 99 % confidence.</summary>
    Missed,

    /// <summary>Too few queries, or too close.</summary>
    Undecided,
}

/// <summary>Decides by the number of queries over a bound whether a percentile is within it.</summary>
public static class LatencyTest
{
    /// <summary>The rule of early stopping, to accept and, mirrored, to reject.</summary>
    /// <param name="queries">Queries, at least 1.</param>
    /// <param name="over">Those over the bound.</param>
    /// <param name="percentile">Between 0 and 1, exclusive.</param>
    public static LatencyVerdict Judge(int queries, int over, double percentile)
    {
        const double Doubt = 1 - RankBound.Confidence;
        return Quantiles.BinomialCumulative(over, queries, 1 - percentile) <= Doubt ? LatencyVerdict.Met
            : over > 0 && 1 - Quantiles.BinomialCumulative(over - 1, queries, 1 - percentile) <= Doubt
                ? LatencyVerdict.Missed
            : LatencyVerdict.Undecided;
    }

    /// <summary>The verdict where one has to be given: an undecided pass holds if the share of queries over the bound is within what the percentile allows.</summary>
    public static bool Holds(int queries, int over, double percentile) =>
        Judge(queries, over, percentile) switch
        {
            LatencyVerdict.Met => true,
            LatencyVerdict.Missed => false,
            _ => over <= (1 - percentile) * queries,
        };
}
