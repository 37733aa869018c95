using System.Buffers;

namespace Laptime.Core.Statistics;

/// <summary>Mean of the middle half: as insensitive to stalls as the median, nearly as sharp as the mean.</summary>
public static class InterquartileMean
{
    /// <summary>
    /// Mean of the values between the quartiles. Where a quarter of the count is not whole, the value that straddles the
    /// quartile counts with the part that lies inside; 16 values give the mean of the central 8.
    /// </summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There is no mean of no values.", nameof(values));
        }
        double[] rented = ArrayPool<double>.Shared.Rent(values.Length);
        Span<double> sorted = rented.AsSpan(0, values.Length);
        values.CopyTo(sorted);
        sorted.Sort();

        double quarter = values.Length / 4.0;
        double sum = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double inside = Math.Min(i + 1, values.Length - quarter) - Math.Max(i, quarter);
            sum += Math.Max(0, inside) * sorted[i];
        }
        ArrayPool<double>.Shared.Return(rented);
        return sum / (values.Length - (2 * quarter));
    }
}
