using Laptime.Core.Protocols;

namespace Laptime.Core.Statistics;

/// <summary>
/// Interval of a step time from the logarithms of one estimate per launch. Launches, not blocks, are the independent
/// observations: blocks of one process resemble each other more than they resemble those of the next.
/// </summary>
/// <param name="Launches">Number of launches behind it; at least 1.</param>
/// <param name="Seconds">Typical step time, exp of the mean logarithm.</param>
/// <param name="HalfWidth">Relative half-width U, 0.02 for ±2 %; null for a single launch.</param>
public readonly record struct LaunchInterval(int Launches, double Seconds, double? HalfWidth)
{
    /// <summary>U = √((t·s/√R)² + floor²) around exp(ȳ).</summary>
    /// <param name="logs">Natural logarithm of each launch's step time in seconds.</param>
    /// <param name="quantile">Quantile of Student's t.</param>
    /// <param name="floor">Systematic part of the relative half-width.</param>
    /// <exception cref="ArgumentException">There are no launches.</exception>
    public static LaunchInterval FromLogs(ReadOnlySpan<double> logs, double quantile, double floor)
    {
        Moments moments = Moments.Of(logs);
        double? halfWidth =
            logs.Length < 2
                ? null
                : Math.Sqrt(
                    (Math.Pow(Quantiles.StudentT(quantile, logs.Length - 1), 2) * moments.SquaredError)
                        + (floor * floor)
                );
        return new LaunchInterval(logs.Length, Math.Exp(moments.Mean), halfWidth);
    }
}

/// <summary>What to do after a look at the interval.</summary>
public enum Decision
{
    /// <summary>Measure until the next look.</summary>
    Continue,

    /// <summary>Narrow enough.</summary>
    Resolved,

    /// <summary>Not narrow enough, and the launches that are left would not make it so.</summary>
    Unresolved,
}

/// <summary>Decides, at the tier's looks only, whether a case has enough launches.</summary>
public static class StoppingRule
{
    /// <summary>
    /// Resolved if U is within the target; unresolved at the last look, or once the launches needed at the present
    /// spread, (t·s)²/(target² − floor²) with t at the last look, exceed what the tier spends.
    /// </summary>
    /// <param name="logs">Logarithms of the valid launches so far.</param>
    /// <param name="tier">Tier.</param>
    /// <param name="floor">Systematic part of the relative half-width.</param>
    public static Decision Decide(ReadOnlySpan<double> logs, ProtocolTier tier, double floor)
    {
        int last = tier.Looks[^1];
        if (logs.Length < last && !tier.Looks.Contains(logs.Length))
        {
            return Decision.Continue;
        }
        if (tier.IsMetBy(LaunchInterval.FromLogs(logs, tier.Quantile, floor).HalfWidth))
        {
            return Decision.Resolved;
        }
        double t = Quantiles.StudentT(tier.Quantile, last - 1);
        double attainable = (tier.TargetHalfWidth * tier.TargetHalfWidth) - (floor * floor);
        double needed = t * t * Moments.Of(logs).Variance / attainable;
        return logs.Length >= last || needed > last ? Decision.Unresolved : Decision.Continue;
    }
}
