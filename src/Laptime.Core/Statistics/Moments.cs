namespace Laptime.Core.Statistics;

/// <summary>Mean and variance of a handful of values.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Variance">Sample variance, with Count − 1 below; NaN for a single value.</param>
public readonly record struct Moments(int Count, double Mean, double Variance)
{
    /// <summary>Square of the standard error of the mean.</summary>
    public double SquaredError => Variance / Count;

    /// <summary>Moments of <paramref name="values"/>, in two passes.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There is no mean of no values.", nameof(values));
        }
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }
        double mean = sum / values.Length;
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }
        return new Moments(values.Length, mean, squares / (values.Length - 1));
    }
}
