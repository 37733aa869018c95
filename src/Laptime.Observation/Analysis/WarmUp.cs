using Laptime.Core.Statistics;

namespace Laptime.Observation.Analysis;

/// <summary>Tells the warm-up of a series that is there as a whole from its steady part.</summary>
public static class WarmUp
{
    private const int Fewest = 8;
    private const double Farthest = 3;

    /// <summary>
    /// Number of first values that are warm-up. MSER (White 1997): cut where the squared standard error of the mean of
    /// what remains is least, at most half of the values. Values beyond three times the median count as three times
    /// the median, so that a pause late in the run does not move the cut.
    /// </summary>
    /// <param name="secondsPerStep">Step times in order.</param>
    /// <returns>0 to half of the count; of three to seven values only the first may be warm-up.</returns>
    public static int Length(ReadOnlySpan<double> secondsPerStep)
    {
        int n = secondsPerStep.Length;
        if (n < Fewest)
        {
            return n < 3 ? 0 : 1;
        }
        double[] sorted = secondsPerStep.ToArray();
        Array.Sort(sorted);
        double cap = Outliers.Quantile(sorted, 0.5) * Farthest;
        double sum = 0;
        double squares = 0;
        double least = double.PositiveInfinity;
        int cut = 0;
        // From the end, so that each step adds one value.
        for (int from = n - 1; from >= 0; from--)
        {
            double value = Math.Min(secondsPerStep[from], cap);
            sum += value;
            squares += value * value;
            int count = n - from;
            double deviations = squares - (sum * sum / count);
            double error = deviations / ((double)count * count);
            if (from <= n / 2 && error <= least)
            {
                (least, cut) = (error, from);
            }
        }
        return cut;
    }
}
