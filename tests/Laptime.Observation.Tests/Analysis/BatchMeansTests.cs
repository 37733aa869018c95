using Laptime.Observation.Analysis;

namespace Laptime.Observation.Tests.Analysis;

/// <summary>The interval covers the true mean as often as it says, whatever neighbours have in common.</summary>
public sealed class BatchMeansTests
{
    private const int Experiments = 1000;

    [Theory]
    [InlineData(0.0, 0.05, 400)]
    [InlineData(0.5, 0.05, 400)]
    [InlineData(0.8, 0.03, 400)]
    [InlineData(0.95, 0.02, 2000)]
    public void Of_Autoregression_CoversTheMean(double rho, double deviation, int steps)
    {
        Random random = new(42);
        int covered = 0;
        for (int i = 0; i < Experiments; i++)
        {
            StepTimeEstimate estimate = BatchMeans.Of(Series(random, rho, deviation, steps), 0.975);
            // The floor of the half-width would hide what is too narrow.
            double narrow = Math.Sqrt((estimate.HalfWidth!.Value * estimate.HalfWidth.Value) - (0.0025 * 0.0025));
            covered += Math.Abs((1 / estimate.Seconds) - 1) <= narrow ? 1 : 0;
        }

        (covered / (double)Experiments).ShouldBeInRange(0.92, 0.99);
    }

    [Fact]
    public void Of_FewSpans_NoInterval() =>
        BatchMeans.Of([.. Enumerable.Repeat((1.0, 1), 9)], 0.975).ShouldBe(new StepTimeEstimate(1, null, 0, 0));

    [Fact]
    public void Of_SpansOfUnequalSteps_AllTimeByAllSteps() =>
        BatchMeans.Of([(1, 1), (4, 2), (1, 3)], 0.975).Seconds.ShouldBe(1);

    private static (double, int)[] Series(Random random, double rho, double deviation, int steps)
    {
        double state = Normal(random);
        var spans = new (double, int)[steps];
        for (int i = 0; i < steps; i++)
        {
            spans[i] = (1 + (deviation * state), 1);
            state = (rho * state) + (Math.Sqrt(1 - (rho * rho)) * Normal(random));
        }
        return spans;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
