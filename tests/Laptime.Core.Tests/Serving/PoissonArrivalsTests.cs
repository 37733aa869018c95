using Laptime.Core.Serving;

namespace Laptime.Core.Tests.Serving;

public class PoissonArrivalsTests
{
    private const long Ticks = 1_000_000_000;

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 2500)]
    [InlineData(3, 0.5)]
    public void Draw_Gaps_AreExponential(long seed, double rate)
    {
        const int Count = 20_000;
        double[] gaps = [.. Gaps(PoissonArrivals.Draw(seed, rate, Count, Ticks)).Order()];

        // Kolmogorov and Smirnov against 1 − exp(−rate·x); p by the asymptotic series.
        double distance = 0;
        for (int i = 0; i < Count; i++)
        {
            double expected = 1 - Math.Exp(-rate * gaps[i]);
            distance = Math.Max(distance, Math.Max(expected - ((double)i / Count), ((i + 1.0) / Count) - expected));
        }
        KolmogorovSmirnov(distance, Count).ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void Draw_ConstantGaps_WouldFailTheTestAbove()
    {
        // Gaps that are even, with the right mean: as far from exponential as 1/e of the distribution.
        KolmogorovSmirnov(1 / Math.E, 20_000).ShouldBeLessThan(1e-9);
        KolmogorovSmirnov(1.63 / Math.Sqrt(20_000), 20_000).ShouldBe(0.01, 0.001); // table of critical values
    }

    [Theory]
    [InlineData(11, 40)]
    [InlineData(12, 1000)]
    public void Draw_Rate_IsWithinOnePercent(long seed, double rate)
    {
        const int Count = 200_000;
        long[] arrivals = PoissonArrivals.Draw(seed, rate, Count, Ticks);

        (Count / (arrivals[^1] / (double)Ticks)).ShouldBe(rate, rate * 0.01);
    }

    [Fact]
    public void Draw_Counts_VaryAsMuchAsTheirMean()
    {
        // Arrivals in windows of a second: mean and variance of a Poisson distribution are equal.
        long[] arrivals = PoissonArrivals.Draw(5, 20, 100_000, Ticks);
        double[] counts = [.. arrivals.GroupBy(at => at / Ticks).Select(window => (double)window.Count())];
        double mean = counts.Average();
        double variance = counts.Average(count => (count - mean) * (count - mean));

        (variance / mean).ShouldBe(1, 0.07);
    }

    [Fact]
    public void Draw_SameSeed_SameArrivals()
    {
        PoissonArrivals.Draw(3, 10, 100, Ticks).ShouldBe(PoissonArrivals.Draw(3, 10, 100, Ticks));
        PoissonArrivals.Draw(4, 10, 100, Ticks).ShouldNotBe(PoissonArrivals.Draw(3, 10, 100, Ticks));
        PoissonArrivals.Draw(3, 10, 100, Ticks).ShouldBeInOrder();
    }

    private static IEnumerable<double> Gaps(long[] arrivals) =>
        arrivals.Select((at, i) => (at - (i == 0 ? 0 : arrivals[i - 1])) / (double)Ticks);

    private static double KolmogorovSmirnov(double distance, int count)
    {
        double lambda = distance * Math.Sqrt(count);
        double p = 0;
        for (int k = 1; k <= 100; k++)
        {
            p += 2 * (k % 2 == 1 ? 1 : -1) * Math.Exp(-2 * k * k * lambda * lambda);
        }
        return p;
    }
}
