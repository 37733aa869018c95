using Laptime.Core.Quantities;
using Laptime.Core.Statistics;

namespace Laptime.Core.Serving;

/// <summary>What a pass says of itself; a pure function of its ticks.</summary>
public static class PassFigures
{
    /// <summary>Latencies in seconds, in order of arrival.</summary>
    public static double[] Latencies(ServingPass pass, long ticksPerSecond) =>
        [.. pass.Queries.Select(query => query.Latency / (double)ticksPerSecond)];

    /// <summary>
    /// How late the load generator was: from when a query could have been issued, because it had arrived and the one
    /// before was answered, until it was. Waiting in line is the server's doing and is no part of it.
    /// </summary>
    /// <returns>Seconds, in order of arrival.</returns>
    public static double[] Lateness(ServingPass pass, long ticksPerSecond)
    {
        double[] late = new double[pass.Queries.Length];
        long free = long.MinValue;
        for (int i = 0; i < late.Length; i++)
        {
            ServedQuery query = pass.Queries[i];
            late[i] = (query.Issued - Math.Max(query.Scheduled, free)) / (double)ticksPerSecond;
            free = query.Completed;
        }
        return late;
    }

    /// <summary>Percentile of unsorted values.</summary>
    public static double Percentile(double[] values, double percentile)
    {
        double[] sorted = [.. values.Order()];
        return Outliers.Quantile(sorted, percentile);
    }

    /// <summary>
    /// Whether more arrives than is answered: in the last half of the pass the server was never idle, and its last query
    /// waited longer than the one in the middle. A server that keeps up is idle again and again.
    /// </summary>
    public static bool BacklogGrows(ServingPass pass)
    {
        const int FewestQueries = 20; // fewer are answered in one go by chance
        int middle = pass.Queries.Length / 2;
        if (pass.Queries.Length < FewestQueries)
        {
            return false;
        }
        for (int i = middle + 1; i < pass.Queries.Length; i++)
        {
            if (pass.Queries[i].Scheduled >= pass.Queries[i - 1].Completed)
            {
                return false;
            }
        }
        return Waited(pass.Queries[^1]) > Waited(pass.Queries[middle]);
    }

    /// <summary>Queries that took longer than the bound.</summary>
    public static int Over(ServingPass pass, Seconds bound, long ticksPerSecond) =>
        pass.Queries.Count(query => query.Latency > bound.Value * ticksPerSecond);

    private static long Waited(ServedQuery query) => query.Issued - query.Scheduled;
}
