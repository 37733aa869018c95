using Laptime.Core.Statistics;

namespace Laptime.Core.Serving;

/// <summary>What the queries of one launch say.</summary>
/// <param name="Sorted">Latencies of the queries that count, in seconds, ascending; never empty.</param>
/// <param name="LagOne">Autocorrelation of neighbours.</param>
/// <param name="Rate">Queries per second: offered to a server, else answered.</param>
internal sealed record ServingLaunch(double[] Sorted, double LagOne, double Rate)
{
    /// <summary>Reads it off the raw data; null if no query counts.</summary>
    public static ServingLaunch? Of(ServingSamples samples, long ticksPerSecond)
    {
        ServingPass[] passes = [.. samples.Scored];
        double[] latencies = [.. passes.SelectMany(pass => PassFigures.Latencies(pass, ticksPerSecond))];
        if (latencies.Length == 0)
        {
            return null;
        }
        // Passes are separate stories: the last query of one is no neighbour of the first of the next.
        double lagOne = passes.Average(pass =>
            PercentileAcrossLaunches.LagOne(PassFigures.Latencies(pass, ticksPerSecond))
        );
        double took = passes.Sum(pass => pass.Queries[^1].Completed - pass.Queries[0].Scheduled);
        double rate = passes[0].Rate ?? latencies.Length * ticksPerSecond / Math.Max(1, took);
        return new ServingLaunch([.. latencies.Order()], lagOne, rate);
    }

    /// <summary>Percentile of the launch.</summary>
    public double Percentile(double percentile) => Math.Max(1e-9, Outliers.Quantile(Sorted, percentile));

    /// <summary>Whether there are queries enough for the interval of a percentile.</summary>
    public bool Suffices(double percentile) =>
        Sorted.Length >= PercentileAcrossLaunches.QueriesNeeded(percentile, LagOne);

    /// <summary>Logarithm of the figure that launches are compared by: seconds of the headline percentile, or between a server's queries.</summary>
    public double LogFigure(ServingSamples samples) =>
        samples.Headline is { } percentile ? Math.Log(Percentile(percentile)) : -Math.Log(Rate);
}
