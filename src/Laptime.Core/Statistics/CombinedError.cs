using System.Collections.Immutable;

namespace Laptime.Core.Statistics;

/// <summary>Standard errors of sums of independent estimates, with degrees of freedom by Welch and Satterthwaite.</summary>
public static class CombinedError
{
    /// <summary>√(Σ e²), and (Σ e²)² / Σ (e⁴/ν).</summary>
    /// <param name="parts">Standard error and degrees of freedom of each part; at least one.</param>
    /// <returns>The sum of all degrees of freedom where nothing varies.</returns>
    public static (double Error, double DegreesOfFreedom) OfSum(
        ImmutableArray<(double Error, double DegreesOfFreedom)> parts
    )
    {
        double squares = parts.Sum(part => part.Error * part.Error);
        double below = parts.Sum(part => Math.Pow(part.Error, 4) / part.DegreesOfFreedom);
        return (Math.Sqrt(squares), below > 0 ? squares * squares / below : parts.Sum(part => part.DegreesOfFreedom));
    }

    /// <summary>The same for the mean of the parts, √(Σ e²)/N; null where there are none or one is not known.</summary>
    public static (double Error, double DegreesOfFreedom)? OfMean(
        ImmutableArray<(double Error, double DegreesOfFreedom)?> parts
    )
    {
        if (parts.IsEmpty || parts.Any(part => part is null))
        {
            return null;
        }
        (double error, double freedom) = OfSum([.. parts.Select(part => part!.Value)]);
        return (error / parts.Length, freedom);
    }
}
