using System.Collections.Immutable;
using Laptime.Core.Statistics;

namespace Laptime.Core.AiBenchmark;

/// <summary>A sub-test in which a machine does much better or worse than it does on the whole.</summary>
/// <param name="SubTest">Which one.</param>
/// <param name="Factor">How far it lies from the machine's own typical ratio: 1.5 is 50 % faster than that, 0.5 half as fast.</param>
/// <param name="Ratio">How many times as fast as the reference machine it is here.</param>
public sealed record StandOut(SubTest SubTest, double Factor, double Ratio);

/// <summary>Finds them.</summary>
public static class StandOuts
{
    /// <summary>Makes the median absolute deviation of a normal distribution its standard deviation: 1/Φ⁻¹(3/4).</summary>
    private const double NormalConsistency = 1.4826;

    private const double Deviations = 2;
    private const double LeastFactor = 1.05;
    private const int Fewest = 5;

    /// <summary>
    /// Sub-tests whose ratio to the reference machine lies more than two robust standard deviations (1.4826 times the
    /// median absolute deviation of the logarithms) and more than 5 % from the machine's median ratio; the furthest first.
    /// Full set and micro set are looked at apart. Fewer than five common sub-tests tell nothing.
    /// </summary>
    /// <param name="sheet">The machine.</param>
    /// <param name="reference">What it is held against; null: the original's reference times.</param>
    public static ImmutableArray<StandOut> Of(ScoreSheet sheet, ScoreSheet? reference) =>
        [
            .. Among(sheet, reference, isMicro: false)
                .Concat(Among(sheet, reference, isMicro: true))
                .OrderByDescending(standOut => Math.Abs(Math.Log(standOut.Factor)))
                .ThenBy(standOut => standOut.SubTest.Test)
                .ThenBy(standOut => standOut.SubTest.Number),
        ];

    private static IEnumerable<StandOut> Among(ScoreSheet sheet, ScoreSheet? reference, bool isMicro)
    {
        (SubTest Test, double Log)[] logs =
        [
            .. sheet
                .Figures.Where(figure => figure.SubTest.Kind == SubTestKind.Micro == isMicro)
                .Select(figure =>
                    (figure, Base: reference is null ? figure.SubTest.Reference : reference.Of(figure.SubTest)?.Mean)
                )
                .Where(pair => pair.Base is not null)
                .Select(pair => (pair.figure.SubTest, Math.Log(pair.Base!.Value / pair.figure.Mean))),
        ];
        if (logs.Length < Fewest)
        {
            return [];
        }
        double centre = Median([.. logs.Select(pair => pair.Log)]);
        double sigma = NormalConsistency * Median([.. logs.Select(pair => Math.Abs(pair.Log - centre))]);
        double threshold = Math.Max(Deviations * sigma, Math.Log(LeastFactor));
        return logs.Where(pair => Math.Abs(pair.Log - centre) > threshold)
            .Select(pair => new StandOut(pair.Test, Math.Exp(pair.Log - centre), Math.Exp(pair.Log)));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return Outliers.Quantile(values, 0.5);
    }
}
