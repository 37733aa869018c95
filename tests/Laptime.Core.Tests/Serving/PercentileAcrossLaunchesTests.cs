using Laptime.Core.Serving;
using Laptime.Core.Statistics;
using Laptime.Core.Tests.Statistics;

namespace Laptime.Core.Tests.Serving;

/// <summary>Latencies whose neighbours resemble each other: does the interval of a percentile hold the truth as often as it says?</summary>
public class PercentileAcrossLaunchesTests
{
    private const int Queries = 2000;
    private const double P99 = 2.3263478740408408; // of the standard normal distribution

    // 800 experiments by default; LAPTIME_FULL_SIMULATIONS=1 runs the 5,000 behind docs/serving.md.
    private static int Experiments =>
        Environment.GetEnvironmentVariable("LAPTIME_FULL_SIMULATIONS") == "1" ? 5000 : 800;

    [Fact]
    public void Of_AutocorrelatedLatencies_Covers93To97Percent()
    {
        double truth = Latency(P99);
        int covered = 0;
        Parallel.For(
            0,
            Experiments,
            experiment =>
            {
                double[] launches =
                [
                    .. Enumerable
                        .Range(0, 5)
                        .Select(launch => PassFigures.Percentile(Launch(experiment, launch, 0.9), 0.99)),
                ];
                LaunchInterval interval = PercentileAcrossLaunches.Of(launches, 0.975, floor: 0);
                double low = interval.Seconds * (1 - interval.HalfWidth!.Value);
                double high = interval.Seconds * (1 + interval.HalfWidth.Value);
                Interlocked.Add(ref covered, low <= truth && high >= truth ? 1 : 0);
            }
        );

        ((double)covered / Experiments).ShouldBeInRange(0.93, 0.97);
    }

    [Fact]
    public void RankInterval_AutocorrelatedLatencies_CoversFarTooLittle()
    {
        // The mistake that launches are there to avoid: 65 % instead of 95 at ρ = 0.9.
        double truth = Latency(P99);
        int covered = 0;
        for (int experiment = 0; experiment < 400; experiment++)
        {
            double[] sorted = [.. Launch(experiment, 0, 0.9).Order()];
            (double low, double high) = RankBound.Interval(sorted, 0.99)!.Value;
            covered += low <= truth && high >= truth ? 1 : 0;
        }
        (covered / 400.0).ShouldBeInRange(0.5, 0.8);
    }

    [Fact]
    public void LagOne_AutoregressiveProcess_FindsItsCoefficient()
    {
        Random random = new(1);
        foreach (double rho in new[] { 0.0, 0.5, 0.9 })
        {
            PercentileAcrossLaunches.LagOne(Process(random, rho, 20_000)).ShouldBe(rho, 0.02);
        }
        PercentileAcrossLaunches.LagOne([1, 1, 1, 1]).ShouldBe(0);
        PercentileAcrossLaunches.LagOne([1, 2]).ShouldBe(0);
        PercentileAcrossLaunches.LagOne([.. Enumerable.Repeat(0.1, 400)]).ShouldBe(0);
    }

    [Theory]
    [InlineData(0.9, 0.5, 100)]
    [InlineData(0.99, 0.95, 1000)]
    [InlineData(0.99, 0.96, 5000)]
    [InlineData(0.999, 0, 10_000)]
    public void QueriesNeeded_FollowsTheProtocol(double percentile, double lagOne, int expected) =>
        PercentileAcrossLaunches.QueriesNeeded(percentile, lagOne).ShouldBe(expected);

    // About 10 ms, 5 % spread.
    private static double Latency(double z) => 0.01 * (1 + (0.05 * z));

    private static double[] Launch(int experiment, int launch, double rho) =>
        [.. Process(new Random((experiment * 31) + launch), rho, Queries).Select(Latency)];

    private static double[] Process(Random random, double rho, int count)
    {
        double[] values = new double[count];
        double state = StepSource.Normal(random);
        double noise = Math.Sqrt(1 - (rho * rho));
        for (int i = 0; i < count; i++)
        {
            state = (rho * state) + (noise * StepSource.Normal(random));
            values[i] = state;
        }
        return values;
    }
}
