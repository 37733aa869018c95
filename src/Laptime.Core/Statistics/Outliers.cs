namespace Laptime.Core.Statistics;

/// <summary>How far a value lies from the others. A label for people: no value is ever removed for it.</summary>
[Flags]
public enum OutlierLabel
{
    /// <summary>Not far.</summary>
    None = 0,

    /// <summary>Beyond Tukey's inner fence, 1.5 interquartile ranges outside the quartiles.</summary>
    Mild = 1,

    /// <summary>Beyond Tukey's outer fence, 3 interquartile ranges outside the quartiles.</summary>
    Severe = 2,

    /// <summary>Further from the median than 14.8 median absolute deviations: 10 standard deviations of a normal distribution (hyperfine's rule).</summary>
    FarFromMedian = 4,
}

/// <summary>Labels outliers.</summary>
public static class Outliers
{
    private const double DeviationsFromMedian = 14.8;

    /// <summary>One label per value, in the order given. Fewer than four values are never labelled.</summary>
    public static OutlierLabel[] Label(ReadOnlySpan<double> values)
    {
        OutlierLabel[] labels = new OutlierLabel[values.Length];
        if (values.Length < 4)
        {
            return labels;
        }
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double low = Quantile(sorted, 0.25);
        double high = Quantile(sorted, 0.75);
        double median = Quantile(sorted, 0.5);
        double range = high - low;
        double[] deviations = Array.ConvertAll(sorted, value => Math.Abs(value - median));
        Array.Sort(deviations);
        double deviation = Quantile(deviations, 0.5);

        for (int i = 0; i < labels.Length; i++)
        {
            double outside = Math.Max(low - values[i], values[i] - high);
            labels[i] |= outside > 1.5 * range ? OutlierLabel.Mild : OutlierLabel.None;
            labels[i] |= outside > 3 * range ? OutlierLabel.Severe : OutlierLabel.None;
            labels[i] |=
                Math.Abs(values[i] - median) > DeviationsFromMedian * deviation
                    ? OutlierLabel.FarFromMedian
                    : OutlierLabel.None;
        }
        return labels;
    }

    /// <summary>Quantile by linear interpolation between order statistics (Hyndman and Fan's type 7).</summary>
    /// <param name="sorted">At least one value, ascending.</param>
    /// <param name="probability">From 0 to 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        double position = (sorted.Length - 1) * probability;
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
