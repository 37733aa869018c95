using Laptime.Core.Protocols;
using Laptime.Core.Statistics;

namespace Laptime.Measurement.Phases;

/// <summary>Judges, after measuring, whether the window and the blocks before it belong to one steady state.</summary>
public static class Stationarity
{
    /// <summary>
    /// Whether the blocks drift, by more than 1 % over half of them and more than 3 standard errors, or step, by more
    /// than 1 % and 3.8 standard errors between the means on either side of any split that leaves a quarter to each.
    /// </summary>
    /// <param name="perStep">Step times of the last 16 warm-up and the 16 measured blocks; fewer than 8 are never judged.</param>
    /// <param name="rules">Thresholds.</param>
    public static bool IsViolated(ReadOnlySpan<double> perStep, WarmupRules rules) =>
        perStep.Length >= 8 && (Drifts(perStep, rules) || Steps(perStep, rules));

    /// <summary>
    /// Name for the way to steady state, after Barrett et al. 2017: <c>flat</c>, <c>warm-up</c> if the first blocks were
    /// slower than the window, <c>slowdown</c> if they were faster, <c>inconsistent</c> if the window is not steady.
    /// </summary>
    /// <param name="warmup">Step times of the warm-up.</param>
    /// <param name="window">Step times of the window; not empty.</param>
    /// <param name="steady">Whether the window was found steady.</param>
    /// <param name="rules">Thresholds.</param>
    public static string Classify(
        ReadOnlySpan<double> warmup,
        ReadOnlySpan<double> window,
        bool steady,
        WarmupRules rules
    )
    {
        if (!steady)
        {
            return "inconsistent";
        }
        if (warmup.IsEmpty)
        {
            return "flat";
        }
        double first = InterquartileMean.Of(warmup[..Math.Min(rules.QuietBlocks, warmup.Length)]);
        double change = (InterquartileMean.Of(window) / first) - 1;
        return change < -rules.Change ? "warm-up"
            : change > rules.Change ? "slowdown"
            : "flat";
    }

    private static bool Drifts(ReadOnlySpan<double> perStep, WarmupRules rules)
    {
        Trend trend = Trend.Of(perStep);
        double drift = Math.Abs(trend.Slope) * (perStep.Length / 2) / Moments.Of(perStep).Mean;
        return drift > rules.Change && Math.Abs(trend.Slope) > rules.DriftErrors * trend.SlopeError;
    }

    private static bool Steps(ReadOnlySpan<double> perStep, WarmupRules rules)
    {
        int quarter = perStep.Length / 4;
        for (int split = quarter; split <= perStep.Length - quarter; split++)
        {
            Moments before = Moments.Of(perStep[..split]);
            Moments after = Moments.Of(perStep[split..]);
            double pooled =
                (((before.Count - 1) * before.Variance) + ((after.Count - 1) * after.Variance)) / (perStep.Length - 2);
            double error = Math.Sqrt(pooled * ((1.0 / before.Count) + (1.0 / after.Count)));
            double step = Math.Abs(after.Mean - before.Mean);
            if (step > rules.Change * before.Mean && step > rules.SplitErrors * error)
            {
                return true;
            }
        }
        return false;
    }
}
