namespace Laptime.Core.Statistics;

/// <summary>Difference of two means with unequal variances.</summary>
public static class Welch
{
    /// <summary>Degrees of freedom by Welch and Satterthwaite: (v_a + v_b)² / (v_a²/(n_a−1) + v_b²/(n_b−1)), v the squared standard errors.</summary>
    /// <returns>From the smaller count − 1 up to the sum of both; the latter where nothing varies.</returns>
    public static double DegreesOfFreedom(Moments a, Moments b)
    {
        double below =
            (a.SquaredError * a.SquaredError / (a.Count - 1)) + (b.SquaredError * b.SquaredError / (b.Count - 1));
        double above = a.SquaredError + b.SquaredError;
        return below > 0 ? above * above / below : a.Count + b.Count - 2;
    }
}

/// <summary>Ratio of two means.</summary>
public static class Fieller
{
    /// <summary>
    /// Limits of b/a for independent means (Fieller 1954):
    /// [ab ± √(a²b² − (a²−t²v_a)(b²−t²v_b))] / (a²−t²v_a), v the squared standard errors.
    /// </summary>
    /// <returns>Infinite on both sides if a² ≤ t²v_a: the denominator may be zero.</returns>
    public static (double Low, double High) RatioInterval(Moments a, Moments b, double t)
    {
        double denominator = (a.Mean * a.Mean) - (t * t * a.SquaredError);
        if (denominator <= 0)
        {
            return (double.NegativeInfinity, double.PositiveInfinity);
        }
        double product = a.Mean * b.Mean;
        double root = Math.Sqrt((product * product) - (denominator * ((b.Mean * b.Mean) - (t * t * b.SquaredError))));
        return ((product - root) / denominator, (product + root) / denominator);
    }
}
