using System.Collections.Immutable;

namespace Laptime.Advice.Speeds;

/// <summary>
/// One reason why a speed may be off, as a shift of its natural logarithm. Speeds that rest on the same evidence are
/// off together: they carry the same <paramref name="Key"/>, so that what they share cancels in comparisons.
/// </summary>
/// <param name="Key">Names the cause.</param>
/// <param name="AtSlow">Shift at the slow end of the 90 % range; negative for a speed.</param>
/// <param name="AtFast">Shift at the fast end; positive for a speed.</param>
public readonly record struct SpeedError(string Key, double AtSlow, double AtFast)
{
    /// <summary>The 95 % quantile of a standard normal variable: where the ends of a 90 % range lie.</summary>
    public const double EndOfRange = 1.6448536269514722;

    /// <summary>The shift for a draw of a standard normal variable: a normal distribution whose halves may differ in width.</summary>
    public double At(double normal) => (normal < 0 ? -normal * AtSlow : normal * AtFast) / EndOfRange;

    /// <summary>The same cause seen from the other side: in a time instead of a speed.</summary>
    public SpeedError Inverse() => new(Key, -AtSlow, -AtFast);

    /// <summary>Errors of a product: those of the same cause add up, and may cancel.</summary>
    public static ImmutableArray<SpeedError> Multiply(
        ImmutableArray<SpeedError> first,
        ImmutableArray<SpeedError> second
    ) =>
        [
            .. from error in first.Concat(second)
            group error by error.Key into cause
            let sum = new SpeedError(cause.Key, cause.Sum(e => e.AtSlow), cause.Sum(e => e.AtFast))
            where sum.AtSlow != 0 || sum.AtFast != 0
            select sum,
        ];

    /// <summary>How far independent errors reach together: root of the sum of squares, to each side.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="units">Spread between units, the same to both sides.</param>
    public static (double Down, double Up) Reach(ImmutableArray<SpeedError> errors, double units)
    {
        double down = units * units;
        double up = units * units;
        foreach (SpeedError error in errors)
        {
            down += Square(Math.Min(Math.Min(error.AtSlow, error.AtFast), 0));
            up += Square(Math.Max(Math.Max(error.AtSlow, error.AtFast), 0));
        }
        return (Math.Sqrt(down), Math.Sqrt(up));
    }

    private static double Square(double value) => value * value;
}
