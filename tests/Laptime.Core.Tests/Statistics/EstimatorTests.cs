using Laptime.Core.Protocols;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;

namespace Laptime.Core.Tests.Statistics;

public class EstimatorTests
{
    // Worked examples of the encyclopedia's article on the interquartile mean.
    [Theory]
    [InlineData(new double[] { 5, 8, 4, 38, 8, 6, 9, 7, 7, 3, 1, 6 }, 6.5)]
    [InlineData(new double[] { 1, 3, 5, 7, 9, 11, 13, 15, 17 }, 9)]
    [InlineData(new double[] { 42 }, 42)]
    public void InterquartileMean_PublishedExample_Agrees(double[] values, double expected) =>
        InterquartileMean.Of(values).ShouldBe(expected, 1e-12);

    [Fact]
    public void InterquartileMean_Sixteen_IsMeanOfCentralEight()
    {
        double[] values = [.. Enumerable.Range(1, 15).Select(i => (double)i), 1e9];

        InterquartileMean.Of(values).ShouldBe(Enumerable.Range(5, 8).Average(), 1e-12);
    }

    [Fact]
    public void InterquartileMean_Nothing_Throws() =>
        Should.Throw<ArgumentException>(() => InterquartileMean.Of(default));

    [Fact]
    public void LaunchInterval_KnownLogs_AgreesWithFormula()
    {
        // s = 0.01, R = 4: U = √((3.1824463·0.01/2)² + 0.0025²).
        double[] logs =
        [
            -0.01 * Math.Sqrt(0.75),
            0.01 * Math.Sqrt(0.75),
            -0.01 * Math.Sqrt(0.75),
            0.01 * Math.Sqrt(0.75),
        ];

        LaunchInterval interval = LaunchInterval.FromLogs(logs, 0.975, floor: 0.0025);

        interval.Seconds.ShouldBe(1, 1e-12);
        interval.HalfWidth!.Value.ShouldBe(Math.Sqrt(Math.Pow(0.015912231, 2) + (0.0025 * 0.0025)), 1e-8);
    }

    [Fact]
    public void LaunchInterval_SingleLaunch_HasNoHalfWidth() =>
        LaunchInterval.FromLogs([0], 0.975, floor: 0.0025).HalfWidth.ShouldBeNull();

    [Theory]
    [InlineData(4, 0.0001, Decision.Continue)] // not a look
    [InlineData(5, 0.0001, Decision.Resolved)]
    [InlineData(5, 0.015, Decision.Continue)]
    [InlineData(5, 0.2, Decision.Unresolved)] // would take far more than 15 launches
    [InlineData(15, 0.06, Decision.Unresolved)]
    public void StoppingRule_ByLaunchesAndSpread_Decides(int launches, double spread, Decision expected)
    {
        double[] logs = [.. Enumerable.Range(0, launches).Select(i => i % 2 == 0 ? spread : -spread)];

        StoppingRule.Decide(logs, Protocol.Current.For(Tier.Standard), floor: 0.0025).ShouldBe(expected);
    }

    [Fact]
    public void Trend_Line_IsFoundWithoutError()
    {
        Trend trend = Trend.Of([1, 3, 5, 7]);

        trend.Slope.ShouldBe(2, 1e-12);
        trend.SlopeError.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Outliers_OneFarValue_IsLabelledSevereAndKept()
    {
        OutlierLabel[] labels = Outliers.Label([10, 11, 12, 13, 14, 15, 16, 100]);

        labels[^1].ShouldBe(OutlierLabel.Mild | OutlierLabel.Severe | OutlierLabel.FarFromMedian);
        labels[..^1].ShouldAllBe(label => label == OutlierLabel.None);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void MValue_HumpsFarApart_AreToldFromOne(int humps, bool multimodal)
    {
        Random random = new(3);
        double[] values =
        [
            .. Enumerable.Range(0, 80).Select(i => (i % humps * 0.1) + (0.01 * StepSource.Normal(random))),
        ];

        (Multimodality.MValue(values) > Protocol.Current.Validity.MValue).ShouldBe(multimodal);
    }

    [Fact]
    public void MValue_OneHump_RarelyRaisesFalseAlarm()
    {
        Random random = new(4);
        int alarms = Enumerable
            .Range(0, 500)
            .Count(_ =>
                Multimodality.MValue([.. Enumerable.Range(0, 80).Select(_ => StepSource.Normal(random))])
                > Protocol.Current.Validity.MValue
            );

        alarms.ShouldBeLessThanOrEqualTo(50);
    }
}
