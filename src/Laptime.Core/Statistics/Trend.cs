namespace Laptime.Core.Statistics;

/// <summary>Straight line through equally spaced values, by least squares.</summary>
/// <param name="Slope">Change from one value to the next.</param>
/// <param name="SlopeError">Standard error of the slope, for independent residuals.</param>
public readonly record struct Trend(double Slope, double SlopeError)
{
    /// <summary>Fits the line.</summary>
    /// <exception cref="ArgumentException">There are fewer than three values.</exception>
    public static Trend Of(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        if (n < 3)
        {
            throw new ArgumentException("A trend needs at least three values.", nameof(values));
        }
        double mean = Moments.Of(values).Mean;
        double middle = (n - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n; i++)
        {
            products += (i - middle) * (values[i] - mean);
            squares += (i - middle) * (i - middle);
        }
        double slope = products / squares;
        double residuals = 0;
        for (int i = 0; i < n; i++)
        {
            double residual = values[i] - mean - (slope * (i - middle));
            residuals += residual * residual;
        }
        return new Trend(slope, Math.Sqrt(residuals / (n - 2) / squares));
    }
}
