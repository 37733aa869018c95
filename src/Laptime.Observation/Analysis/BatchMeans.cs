using Laptime.Core.Protocols;
using Laptime.Core.Statistics;

namespace Laptime.Observation.Analysis;

/// <summary>A step time with its interval, from the consecutive steps of one process.</summary>
/// <param name="Seconds">All time divided by all steps.</param>
/// <param name="HalfWidth">Relative half-width of the 95 % interval; null with too few steps to tell.</param>
/// <param name="Batches">Batches behind the interval; 0 if there is none.</param>
/// <param name="Correlation">Correlation of neighbouring batches, before it was corrected for.</param>
public readonly record struct StepTimeEstimate(double Seconds, double? HalfWidth, int Batches, double Correlation);

/// <summary>
/// Interval by batch means: neighbouring steps of one process resemble each other, means of long stretches hardly do.
/// Preferred to a block bootstrap, whose result depends on a drawn seed and on the same choice of length.
/// </summary>
public static class BatchMeans
{
    // Schmeiser 1982: between 10 and 30; more narrow nothing and are less independent.
    private const int Most = 20;
    private const int Fewest = 5;
    private const double Independent = 0.3;
    private const double LargestCorrelation = 0.9;

    /// <summary>Estimates the step time.</summary>
    /// <param name="spans">Seconds and steps of consecutive stretches; not empty, steps at least 1.</param>
    /// <param name="probability">Quantile of Student's t: 0.975, or more where the interval is looked at repeatedly.</param>
    public static StepTimeEstimate Of(IReadOnlyList<(double Seconds, int Steps)> spans, double probability)
    {
        double seconds = spans.Sum(span => span.Seconds);
        double steps = spans.Sum(span => (double)span.Steps);
        double mean = seconds / steps;
        for (int batches = Most; batches >= Fewest; batches /= 2)
        {
            if (spans.Count < 2 * batches || Batches(spans, batches, steps) is not { } means)
            {
                continue;
            }
            double correlation = Lag1(means);
            if (correlation > Independent && batches / 2 >= 10)
            {
                continue;
            }
            // Of a first-order autoregression the variance of the mean is this much larger; 1/k undoes the bias of the estimate.
            double corrected = Math.Clamp(correlation + (1.0 / batches), 0, LargestCorrelation);
            double inflation = Math.Sqrt((1 + corrected) / (1 - corrected));
            Moments moments = Moments.Of(means);
            double h =
                Quantiles.StudentT(probability, batches - 1)
                * Math.Sqrt(moments.SquaredError)
                * inflation
                / moments.Mean;
            double floor = Protocol.Current.HalfWidthFloor;
            return new StepTimeEstimate(mean, Math.Sqrt((h * h) + (floor * floor)), batches, correlation);
        }
        return new StepTimeEstimate(mean, null, 0, 0);
    }

    /// <summary>Mean step times of stretches with about as many steps each; null if a stretch would be empty.</summary>
    private static double[]? Batches(IReadOnlyList<(double Seconds, int Steps)> spans, int count, double steps)
    {
        double[] seconds = new double[count];
        double[] done = new double[count];
        double before = 0;
        foreach ((double time, int number) in spans)
        {
            int batch = Math.Min(count - 1, (int)((before + (number / 2.0)) / steps * count));
            seconds[batch] += time;
            done[batch] += number;
            before += number;
        }
        return Array.TrueForAll(done, number => number > 0) ? [.. seconds.Zip(done, (s, d) => s / d)] : null;
    }

    private static double Lag1(double[] values)
    {
        double mean = Moments.Of(values).Mean;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            squares += (values[i] - mean) * (values[i] - mean);
            products += i > 0 ? (values[i] - mean) * (values[i - 1] - mean) : 0;
        }
        return squares > 0 ? products / squares : 0;
    }
}
