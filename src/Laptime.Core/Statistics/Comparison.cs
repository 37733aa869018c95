using Laptime.Core.Protocols;

namespace Laptime.Core.Statistics;

/// <summary>What a comparison says of the second of two step times.</summary>
public enum Verdict
{
    /// <summary>Its interval reaches across a limit: nothing can be said.</summary>
    Inconclusive,

    /// <summary>Within the minimum effect of interest, for certain.</summary>
    Same,

    /// <summary>Shorter by more than the minimum effect.</summary>
    Faster,

    /// <summary>Longer by more than the minimum effect.</summary>
    Slower,
}

/// <summary>Ratio of two step times, second by first, with its interval.</summary>
/// <param name="Ratio">Estimate; below 1 the second is faster.</param>
/// <param name="Low">Lower limit; negative infinity if unbounded.</param>
/// <param name="High">Upper limit; positive infinity if unbounded.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="BootstrapAgrees">Whether the BCa bootstrap leads to the same verdict; null where it was not asked.</param>
public sealed record Comparison(double Ratio, double Low, double High, Verdict Verdict, bool? BootstrapAgrees)
{
    /// <summary>
    /// Compares variants measured side by side in every launch, in the order ABBA or BAAB, so that drift cancels.
    /// Student's t across launches; the bootstrap cross-checks.
    /// </summary>
    /// <param name="logRatios">Mean ln(B/A) of each launch, from <see cref="LogRatio"/>; at least two.</param>
    /// <param name="rules">Minimum effect and confidence.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <exception cref="ArgumentException">There are fewer than two launches.</exception>
    public static Comparison Paired(ReadOnlySpan<double> logRatios, ComparisonRules rules, int seed)
    {
        if (logRatios.Length < 2)
        {
            throw new ArgumentException("A comparison needs at least two launches.", nameof(logRatios));
        }
        Moments moments = Moments.Of(logRatios);
        double t = Quantiles.StudentT(UpperQuantile(rules), logRatios.Length - 1);
        Comparison byT = FromLogs(moments.Mean, t * Math.Sqrt(moments.SquaredError), rules);
        (double low, double high) = Bootstrap.BcaOfMean(logRatios, rules.Confidence, rules.Resamples, seed);
        return byT with { BootstrapAgrees = Judge(low, high, rules.MinimumEffect) == byT.Verdict };
    }

    /// <summary>Mean ln(B/A) of one launch, from the step times of its blocks.</summary>
    /// <exception cref="ArgumentException">A variant has no blocks.</exception>
    public static double LogRatio(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => MeanLog(b) - MeanLog(a);

    /// <summary>
    /// Compares stored results, which share no launches: difference of mean logarithms with Welch's degrees of freedom,
    /// or, where a relative half-width is above <see cref="ComparisonRules.WideHalfWidth"/>, Fieller's ratio of means.
    /// Only results of the same machine or of comparable ones should be compared.
    /// </summary>
    /// <param name="first">Step time of each launch of the first result; at least two.</param>
    /// <param name="second">Step time of each launch of the second result; at least two.</param>
    /// <param name="rules">Minimum effect and confidence.</param>
    /// <exception cref="ArgumentException">There are fewer than two launches on a side.</exception>
    public static Comparison Unpaired(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ComparisonRules rules)
    {
        if (first.Length < 2)
        {
            throw new ArgumentException("A comparison needs at least two launches.", nameof(first));
        }
        if (second.Length < 2)
        {
            throw new ArgumentException("A comparison needs at least two launches.", nameof(second));
        }
        Moments a = Moments.Of(Array.ConvertAll(first.ToArray(), Math.Log));
        Moments b = Moments.Of(Array.ConvertAll(second.ToArray(), Math.Log));
        if (HalfWidth(a) <= rules.WideHalfWidth && HalfWidth(b) <= rules.WideHalfWidth)
        {
            double halfWidth =
                Quantiles.StudentT(UpperQuantile(rules), Welch.DegreesOfFreedom(a, b))
                * Math.Sqrt(a.SquaredError + b.SquaredError);
            return FromLogs(b.Mean - a.Mean, halfWidth, rules);
        }

        a = Moments.Of(first);
        b = Moments.Of(second);
        double t = Quantiles.StudentT(UpperQuantile(rules), Welch.DegreesOfFreedom(a, b));
        (double low, double high) = Fieller.RatioInterval(a, b, t);
        Verdict verdict = low > 0 ? Judge(Math.Log(low), Math.Log(high), rules.MinimumEffect) : Verdict.Inconclusive;
        return new Comparison(b.Mean / a.Mean, low, high, verdict, BootstrapAgrees: null);

        double HalfWidth(Moments moments) =>
            Quantiles.StudentT(UpperQuantile(rules), moments.Count - 1) * Math.Sqrt(moments.SquaredError);
    }

    private static Comparison FromLogs(double difference, double halfWidth, ComparisonRules rules) =>
        new(
            Math.Exp(difference),
            Math.Exp(difference - halfWidth),
            Math.Exp(difference + halfWidth),
            Judge(difference - halfWidth, difference + halfWidth, rules.MinimumEffect),
            BootstrapAgrees: null
        );

    private static Verdict Judge(double low, double high, double effect) =>
        high < -effect ? Verdict.Faster
        : low > effect ? Verdict.Slower
        : low >= -effect && high <= effect ? Verdict.Same
        : Verdict.Inconclusive;

    private static double UpperQuantile(ComparisonRules rules) => (1 + rules.Confidence) / 2;

    private static double MeanLog(ReadOnlySpan<double> values) =>
        Moments.Of(Array.ConvertAll(values.ToArray(), Math.Log)).Mean;
}
