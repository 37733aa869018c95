namespace Laptime.Core.Statistics;

/// <summary>Interval of a mean without assuming a distribution.</summary>
public static class Bootstrap
{
    /// <summary>
    /// Bias-corrected and accelerated interval (Efron 1987) of the mean. The acceleration is that of the jackknife,
    /// Σd³ / (6·(Σd²)^1.5) with d the deviations from the mean.
    /// </summary>
    /// <param name="values">At least two.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="seed">Same seed, same interval.</param>
    /// <exception cref="ArgumentException">There are fewer than two values.</exception>
    public static (double Low, double High) BcaOfMean(
        ReadOnlySpan<double> values,
        double confidence,
        int resamples,
        int seed
    )
    {
        if (values.Length < 2)
        {
            throw new ArgumentException("A bootstrap needs at least two values.", nameof(values));
        }
        double mean = Moments.Of(values).Mean;
        double[] means = ResampledMeans(values, resamples, seed);
        if (means[0] == means[^1])
        {
            return (mean, mean);
        }

        double below = 0;
        foreach (double resampled in means)
        {
            below +=
                resampled < mean ? 1
                : resampled == mean ? 0.5
                : 0;
        }
        double bias = Quantiles.NormalQuantile(Math.Clamp(below / resamples, 1.0 / resamples, 1 - (1.0 / resamples)));
        double acceleration = Acceleration(values, mean);
        double tail = (1 - confidence) / 2;
        return (At(tail), At(1 - tail));

        double At(double probability)
        {
            double z = bias + Quantiles.NormalQuantile(probability);
            return Outliers.Quantile(means, Quantiles.NormalCumulative(bias + (z / (1 - (acceleration * z)))));
        }
    }

    private static double[] ResampledMeans(ReadOnlySpan<double> values, int resamples, int seed)
    {
        Random random = new(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            double sum = 0;
            for (int k = 0; k < values.Length; k++)
            {
                sum += values[random.Next(values.Length)];
            }
            means[i] = sum / values.Length;
        }
        Array.Sort(means);
        return means;
    }

    private static double Acceleration(ReadOnlySpan<double> values, double mean)
    {
        double cubes = 0;
        double squares = 0;
        foreach (double value in values)
        {
            double deviation = value - mean;
            squares += deviation * deviation;
            cubes += deviation * deviation * deviation;
        }
        return cubes / (6 * Math.Pow(squares, 1.5));
    }
}
