using Laptime.Core.Protocols;
using Laptime.Core.Statistics;
using Laptime.Measurement.Phases;

namespace Laptime.Measurement.Tests.Phases;

public class SteadyStateTests
{
    private static readonly WarmupRules Rules = Protocol.Current.Warmup;

    [Fact]
    public void Constant_ReachesSteadyStateInNineteenBlocks() => BlocksUntilSteady(_ => 1).ShouldBe(19);

    [Theory]
    [InlineData(0, 0)] // a step at block 12
    [InlineData(5, 0.2)] // exponentials: 20 % slower at first
    [InlineData(20, 0.2)]
    public void Transient_AfterWarmup_LeavesLittleBias(int tau, double amplitude)
    {
        Random random = new(1);
        double bias = Enumerable
            .Range(0, 200)
            .Average(_ =>
            {
                Func<int, double> shape = i =>
                    (tau == 0 ? (i < 12 ? 1.2 : 1) : 1 + (amplitude * Math.Exp(-i / (double)tau)))
                    * (1 + (0.005 * Normal(random)));
                int warm = BlocksUntilSteady(shape);
                return InterquartileMean.Of([.. Enumerable.Range(warm, 16).Select(shape)]) - 1;
            });

        Math.Abs(bias).ShouldBeLessThanOrEqualTo(0.002);
    }

    [Fact]
    public void EverFaster_EndsAtCap()
    {
        SteadyState steady = new(Rules);
        for (int i = 0; i < Rules.MaximumBlocks; i++)
        {
            steady.Exhausted.ShouldBeFalse();
            steady.Add(Math.Pow(0.99, i), 1);
            steady.Reached.ShouldBeFalse();
        }
        steady.Exhausted.ShouldBeTrue();
    }

    [Fact]
    public void Stationary_RarelyFlagged()
    {
        Random random = new(2);

        int flagged = Enumerable.Range(0, 2000).Count(_ => IsViolated(_ => 1 + (0.005 * Normal(random))));

        flagged.ShouldBeLessThanOrEqualTo(40);
    }

    [Fact]
    public void Stationary_NoisyStillRarelyFlagged()
    {
        Random random = new(3);

        int flagged = Enumerable.Range(0, 2000).Count(_ => IsViolated(_ => 1 + (0.02 * Normal(random))));

        flagged.ShouldBeLessThanOrEqualTo(40);
    }

    [Fact]
    public void Drift_TenthOfPercentPerBlock_IsFlagged()
    {
        Random random = new(4);

        int flagged = Enumerable.Range(0, 1000).Count(_ => IsViolated(i => 1 + (0.001 * i) + (0.005 * Normal(random))));

        flagged.ShouldBeGreaterThanOrEqualTo(990);
    }

    [Fact]
    public void Step_ThreePercentMidway_IsFlagged() => IsViolated(i => i < 16 ? 1 : 1.03).ShouldBeTrue();

    [Theory]
    [InlineData(1, true, "flat")]
    [InlineData(1.2, true, "warm-up")]
    [InlineData(0.8, true, "slowdown")]
    [InlineData(1, false, "inconsistent")]
    public void Classify_ByFirstBlocksAndSteadiness_Names(double first, bool steady, string expected) =>
        Stationarity
            .Classify([first, first, first, first, first, first, first, first, 1, 1], [1, 1, 1], steady, Rules)
            .ShouldBe(expected);

    private static bool IsViolated(Func<int, double> shape) =>
        Stationarity.IsViolated([.. Enumerable.Range(0, 32).Select(shape)], Rules);

    private static int BlocksUntilSteady(Func<int, double> shape)
    {
        SteadyState steady = new(Rules);
        while (!steady.Reached && !steady.Exhausted)
        {
            steady.Add(shape(steady.Blocks), blockSteps: 1);
        }
        return steady.Blocks;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
