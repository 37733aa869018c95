using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace Laptime.Core.Statistics;

/// <summary>The distributions that the intervals stand on, by MathNet.Numerics.</summary>
public static class Quantiles
{
    private static readonly ConcurrentDictionary<(double, double), double> KnownT = new();

    /// <summary>Quantile of Student's t distribution; found numerically, hence remembered.</summary>
    /// <param name="probability">Between 0 and 1, exclusive.</param>
    /// <param name="degreesOfFreedom">Above 0; need not be whole (Welch).</param>
    public static double StudentT(double probability, double degreesOfFreedom) =>
        KnownT.GetOrAdd(
            (probability, degreesOfFreedom),
            static key => MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, key.Item2, key.Item1)
        );

    /// <summary>Probability of at most <paramref name="successes"/> in <paramref name="trials"/> independent trials.</summary>
    public static double BinomialCumulative(int successes, int trials, double probability) =>
        Binomial.CDF(probability, trials, successes);

    /// <summary>Probability that a standard normal variable is at most <paramref name="x"/>.</summary>
    public static double NormalCumulative(double x) => Normal.CDF(0, 1, x);

    /// <summary>Quantile of the standard normal distribution.</summary>
    public static double NormalQuantile(double probability) => Normal.InvCDF(0, 1, probability);
}
