using Laptime.Core.Statistics;

namespace Laptime.Core.Serving;

/// <summary>
/// A percentile of latencies with an interval that believes nothing about queries within a process: each launch gives one
/// value, and Student's t goes across launches. Neighbouring queries resemble each other, so that counting them as
/// independent gives intervals that hold the truth far too seldom.
/// </summary>
public static class PercentileAcrossLaunches
{
    /// <summary>Autocorrelation below which queries count as independent.</summary>
    public const double Independent = 0.1;

    private const double Sticky = 0.95;
    private const double Rounding = 1e-9;

    /// <summary>Queries that a launch needs for a percentile: 10/(1 − p), and 50/(1 − p) where neighbours are nearly the same.</summary>
    /// <param name="percentile">Between 0 and 1, exclusive.</param>
    /// <param name="lagOne">Autocorrelation of neighbouring latencies, −1 to 1.</param>
    public static int QueriesNeeded(double percentile, double lagOne) =>
        (int)Math.Ceiling(Math.Round((lagOne > Sticky ? 50 : 10) / (1 - percentile), 6));

    /// <summary>Geometric mean of the launches' values, and its relative half-width.</summary>
    /// <param name="launches">The percentile of each launch in seconds, above zero; at least one.</param>
    /// <param name="quantile">Quantile of Student's t: 0.975 for 95 %.</param>
    /// <param name="floor">Systematic part of the relative half-width.</param>
    public static LaunchInterval Of(ReadOnlySpan<double> launches, double quantile, double floor)
    {
        double[] logs = new double[launches.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = Math.Log(launches[i]);
        }
        return LaunchInterval.FromLogs(logs, quantile, floor);
    }

    /// <summary>Autocorrelation of neighbours, −1 to 1; 0 where nothing varies or there are fewer than three.</summary>
    public static double LagOne(ReadOnlySpan<double> values)
    {
        if (values.Length < 3)
        {
            return 0;
        }
        double mean = Moments.Of(values).Mean;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double deviation = values[i] - mean;
            squares += deviation * deviation;
            products += i == 0 ? 0 : deviation * (values[i - 1] - mean);
        }
        // Rounding of the mean alone would pass for perfect correlation.
        return squares > values.Length * Math.Pow(Rounding * mean, 2) ? products / squares : 0;
    }
}
