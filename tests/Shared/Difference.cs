namespace Laptime.Tests;

/// <summary>How far results are from what they should be.</summary>
public static class Difference
{
    /// <summary>Largest absolute difference; infinite if a number is NaN or the lengths differ.</summary>
    public static double Largest(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
        {
            return double.PositiveInfinity;
        }
        double largest = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = Math.Abs((double)actual[i] - expected[i]);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }
        return largest;
    }

    /// <summary>Largest absolute difference over the largest magnitude expected.</summary>
    public static double Relative(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        double scale = 0;
        foreach (float value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }
        return Largest(actual, expected) / scale;
    }
}
