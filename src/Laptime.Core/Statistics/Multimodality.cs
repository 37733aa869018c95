namespace Laptime.Core.Statistics;

/// <summary>Tells one hump from several.</summary>
public static class Multimodality
{
    /// <summary>
    /// Gregg's m-value: the ups and downs of the histogram, summed and divided by its highest bar. 2 for a single hump,
    /// 4 for two equal ones. As BenchmarkDotNet does, the largest over bin widths is taken, starting from the width of
    /// Freedman and Diaconis, 2·IQR/∛n, and doubling.
    /// </summary>
    /// <returns>At least 2; 2 where the values do not differ.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double MValue(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("No values have no distribution.", nameof(values));
        }
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double range = sorted[^1] - sorted[0];
        double spread = Outliers.Quantile(sorted, 0.75) - Outliers.Quantile(sorted, 0.25);
        double width = 2 * spread / Math.Cbrt(sorted.Length);
        if (width <= 0)
        {
            return 2;
        }
        double largest = 2;
        for (; width < range; width *= 2)
        {
            largest = Math.Max(largest, MValue(sorted, width));
        }
        return largest;
    }

    private static double MValue(double[] sorted, double width)
    {
        // A few far outliers would ask for millions of empty bars; only where a bar ends does the height change.
        double ups = 0;
        int highest = 0;
        int previous = 0;
        double previousBin = -1;
        int start = 0;
        while (start < sorted.Length)
        {
            double bin = Math.Floor((sorted[start] - sorted[0]) / width);
            int end = start;
            while (end < sorted.Length && Math.Floor((sorted[end] - sorted[0]) / width) <= bin)
            {
                end++;
            }
            int height = end - start;
            int before = bin - previousBin > 1 ? 0 : previous;
            ups += Math.Max(0, height - before);
            highest = Math.Max(highest, height);
            (previous, previousBin, start) = (height, bin, end);
        }
        // What goes up comes down: the downs sum to the same.
        return 2 * ups / highest;
    }
}
