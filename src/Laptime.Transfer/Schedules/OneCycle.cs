using Laptime.Core.Transfer;

namespace Laptime.Transfer.Schedules;

/// <summary>
/// The one-cycle schedule (Smith 2018) as fastai v1 has it: the rate climbs from max/25 to max in the first part of
/// all steps and falls along half a cosine to max/250,000 in the rest; the momentum goes the other way, from 0.95 to
/// 0.85 and back.
/// </summary>
/// <remarks>
/// fastai 1.0.11 and 1.0.48, <c>callbacks/one_cycle.py</c>: both take the first step at the start of the climb, and
/// reach the end of the fall one step after the last.
/// </remarks>
public sealed class OneCycle
{
    /// <summary>Highest rate by first rate.</summary>
    public const double Divisor = 25;

    /// <summary>Highest rate by the rate after the last step.</summary>
    public const double FinalDivisor = 250_000;

    /// <summary>Momentum at both ends.</summary>
    public const double HighMomentum = 0.95;

    /// <summary>Momentum where the rate is highest.</summary>
    public const double LowMomentum = 0.85;

    private readonly int climb;
    private readonly int fall;
    private readonly WarmupShape shape;

    /// <summary>Over <paramref name="steps"/>, of which a part climbs.</summary>
    /// <param name="steps">Steps of all epochs together; at least 1.</param>
    /// <param name="climbShare">Part of the steps that climbs; above 0 and below 1.</param>
    /// <param name="shape">How it climbs.</param>
    public OneCycle(int steps, double climbShare, WarmupShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(climbShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(climbShare, 1);
        climb = Math.Max(1, (int)(steps * climbShare));
        fall = Math.Max(1, steps - (int)(steps * climbShare));
        this.shape = shape;
    }

    /// <summary>Rate of a step as a part of the highest.</summary>
    /// <param name="step">From 0.</param>
    public double RateAt(int step) =>
        step <= climb
            ? Climb(1 / Divisor, 1, step / (double)climb)
            : Cosine(1, 1 / FinalDivisor, (step - climb) / (double)fall);

    /// <summary>Momentum of a step.</summary>
    /// <param name="step">From 0.</param>
    public double MomentumAt(int step) =>
        step <= climb
            ? Climb(HighMomentum, LowMomentum, step / (double)climb)
            : Cosine(LowMomentum, HighMomentum, (step - climb) / (double)fall);

    private double Climb(double from, double to, double part) =>
        shape == WarmupShape.Linear ? from + (to - from) * part : Cosine(from, to, part);

    private static double Cosine(double from, double to, double part) =>
        to + (from - to) / 2 * (Math.Cos(Math.PI * part) + 1);
}
