using Laptime.Core.Protocols;
using Laptime.Core.Statistics;

namespace Laptime.Core.Tests.Statistics;

public class ComparisonTests
{
    private static readonly ComparisonRules Rules = Protocol.Current.Comparison;

    [Fact]
    public void Fieller_WorkedByHand_Agrees()
    {
        // a² − t²v = 96, b² − t²v = 384, √(200² − 96·384) = 56.
        (double low, double high) = Fieller.RatioInterval(Mean(10, 1), Mean(20, 4), t: 2);

        low.ShouldBe(1.5, 1e-9);
        high.ShouldBe(256 / 96.0, 1e-9);
    }

    [Fact]
    public void Fieller_DenominatorMayBeZero_IsUnbounded() =>
        Fieller
            .RatioInterval(Mean(1, 1), Mean(20, 4), t: 2)
            .ShouldBe((double.NegativeInfinity, double.PositiveInfinity));

    // First worked example of the encyclopedia's article on Welch's test: 24.9 degrees of freedom.
    [Fact]
    public void Welch_PublishedExample_Agrees() =>
        Welch.DegreesOfFreedom(new Moments(15, 20.8, 7.9), new Moments(15, 23, 3.8)).ShouldBe(24.9, 0.05);

    [Fact]
    public void Bca_Skewed_AgreesWithSecondOrderExpansion()
    {
        // For a mean, the BCa limits are mean + se·(z + a·(2z² + 1)) up to terms of third order (Efron 1987).
        double[] values = [.. Enumerable.Range(0, 100).Select(i => -Math.Log(1 - ((i + 0.5) / 100)))];
        double mean = values.Average();
        double squares = values.Sum(value => Math.Pow(value - mean, 2));
        double error = Math.Sqrt(squares) / values.Length;
        double a = values.Sum(value => Math.Pow(value - mean, 3)) / (6 * Math.Pow(squares, 1.5));

        (double low, double high) = Bootstrap.BcaOfMean(values, 0.95, 40_000, seed: 5);

        const double Z = 1.959964;
        double bend = a * ((2 * Z * Z) + 1);
        low.ShouldBe(mean + (error * (-Z + bend)), 0.06 * error);
        high.ShouldBe(mean + (error * (Z + bend)), 0.06 * error);
        bend.ShouldBeGreaterThan(0.2); // else the test would not tell BCa from percentiles
    }

    [Fact]
    public void Bca_SameValues_IsAPoint() => Bootstrap.BcaOfMean([2, 2, 2], 0.95, 100, seed: 1).ShouldBe((2, 2));

    [Fact]
    public void Paired_SameVariant_IsNeverCalledDifferent()
    {
        Verdict[] verdicts = PairedVerdicts(effect: 0);

        verdicts.Count(verdict => verdict is Verdict.Faster or Verdict.Slower).ShouldBeLessThanOrEqualTo(10);
        verdicts.Count(verdict => verdict == Verdict.Same).ShouldBeGreaterThan(990);
    }

    [Fact]
    public void Paired_FourPercentSlower_IsFound() =>
        PairedVerdicts(effect: 0.04).Count(verdict => verdict == Verdict.Slower).ShouldBeGreaterThanOrEqualTo(990);

    [Fact]
    public void Paired_ClearDifference_BootstrapAgrees()
    {
        Comparison comparison = Comparison.Paired([-0.11, -0.1, -0.09, -0.1, -0.1], Rules, seed: 1);

        comparison.Verdict.ShouldBe(Verdict.Faster);
        comparison.BootstrapAgrees.ShouldBe(true);
        comparison.Ratio.ShouldBe(Math.Exp(-0.1), 1e-9);
    }

    [Fact]
    public void Unpaired_NarrowResults_ComparesLogarithms()
    {
        double[] first = [1, 1.001, 0.999, 1];
        double[] second = [0.8, 0.801, 0.799, 0.8];

        Comparison comparison = Comparison.Unpaired(first, second, Rules);

        comparison.Verdict.ShouldBe(Verdict.Faster);
        comparison.Ratio.ShouldBe(0.8, 1e-4);
        comparison.Low.ShouldBeLessThan(0.8);
        comparison.High.ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Unpaired_WideResults_UsesFiellerAndStaysHonest()
    {
        Comparison comparison = Comparison.Unpaired([1, 3], [1, 2], Rules);

        comparison.High.ShouldBe(double.PositiveInfinity);
        comparison.Verdict.ShouldBe(Verdict.Inconclusive);
    }

    // Two variants side by side in five launches, ABBA, 1 % noise a block, each launch drifting by 2 %.
    private static Verdict[] PairedVerdicts(double effect)
    {
        Random random = new(6);
        ComparisonRules quick = Rules with { Resamples = 10 }; // the verdict is Student's
        return
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(_ =>
                    Comparison
                        .Paired(
                            [.. Enumerable.Range(0, 5).Select(_ => LogRatioOfLaunch(random, effect))],
                            quick,
                            seed: 1
                        )
                        .Verdict
                ),
        ];
    }

    private static double LogRatioOfLaunch(Random random, double effect)
    {
        double launch = 0.02 * StepSource.Normal(random);
        List<double> a = [];
        List<double> b = [];
        for (int i = 0; i < 32; i++)
        {
            bool second = i % 4 is 1 or 2;
            double drift = 0.02 * i / 32;
            (second ? b : a).Add(Math.Exp(launch + drift + (0.01 * StepSource.Normal(random)) + (second ? effect : 0)));
        }
        return Comparison.LogRatio([.. a], [.. b]);
    }

    private static Moments Mean(double mean, double squaredError) => new(10, mean, squaredError * 10);
}
