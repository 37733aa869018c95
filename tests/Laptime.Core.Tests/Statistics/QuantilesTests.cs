using Laptime.Core.Statistics;

namespace Laptime.Core.Tests.Statistics;

public class QuantilesTests
{
    // Published tables (NIST/SEMATECH e-Handbook 1.3.6.7.2, extended to more digits by the closed forms below).
    [Theory]
    [InlineData(0.975, 4, 2.7764451)]
    [InlineData(0.975, 9, 2.2621572)]
    [InlineData(0.975, 30, 2.0422725)]
    [InlineData(0.995, 5, 4.0321430)]
    [InlineData(0.95, 10, 1.8124611)]
    public void StudentT_TableValue_Agrees(double probability, int degrees, double expected) =>
        Quantiles.StudentT(probability, degrees).ShouldBe(expected, 1e-6);

    [Theory]
    [InlineData(0.975)]
    [InlineData(0.9825)]
    public void StudentT_OneAndTwoDegrees_AgreesWithClosedForm(double p)
    {
        Quantiles.StudentT(p, 1).ShouldBe(Math.Tan(Math.PI * (p - 0.5)), 1e-6);
        Quantiles.StudentT(p, 2).ShouldBe(((2 * p) - 1) / Math.Sqrt(2 * p * (1 - p)), 1e-6);
    }

    // MLPerf's early stopping: smallest n with BinomCDF(t; n, 1−p) ≤ 1 %.
    [Theory]
    [InlineData(0.9, 44, 64, 197)]
    [InlineData(0.95, 90, 130, 398)]
    [InlineData(0.99, 459, 662, 2010)]
    [InlineData(0.999, 4603, 6636, 20140)]
    public void BinomialCumulative_EarlyStoppingTable_IsReproduced(double p, int none, int one, int ten)
    {
        foreach ((int over, int queries) in new[] { (0, none), (1, one), (10, ten) })
        {
            Quantiles.BinomialCumulative(over, queries, 1 - p).ShouldBeLessThanOrEqualTo(0.01);
            Quantiles.BinomialCumulative(over, queries - 1, 1 - p).ShouldBeGreaterThan(0.01);
        }
    }

    [Fact]
    public void BinomialCumulative_SmallNumbers_AgreesWithCounting() =>
        Quantiles.BinomialCumulative(1, 4, 0.5).ShouldBe(5 / 16.0, 1e-12);
}
