using Laptime.Core.Serving;

namespace Laptime.Core.Tests.Serving;

public class RateSearchTests
{
    private static readonly RateSearchRules Rules = new();

    [Theory]
    [InlineData(100, 75)]
    [InlineData(100, 500)]
    [InlineData(100, 13)]
    [InlineData(0.37, 0.5)]
    public void Run_SharpThreshold_LandsWithin5PercentBelow(double threshold, double first)
    {
        List<double> trials = [];
        double? found = new RateSearch(first, 1.25, Rules).Run(
            (rate, _) =>
            {
                trials.Add(rate);
                return rate <= threshold ? RateVerdict.Held : RateVerdict.Missed;
            }
        );

        found.ShouldNotBeNull().ShouldBeInRange(threshold / 1.05, threshold);
        trials.TakeLast(3).ShouldAllBe(rate => rate == found);
        trials.Count.ShouldBeLessThan(16);
    }

    [Fact]
    public void Run_WellInformed_NeedsFewTrials()
    {
        int trials = 0;

        new RateSearch(99, 1.05, Rules).Run(
            (rate, _) =>
            {
                trials++;
                return rate <= 100 ? RateVerdict.Held : RateVerdict.Missed;
            }
        );

        trials.ShouldBe(5); // 99 holds, 104 does not, three confirmations
    }

    [Fact]
    public void Run_ConfirmationFails_LowersTheRateAndConfirmsAnew()
    {
        List<(double Rate, bool Confirms)> trials = [];
        double? found = new RateSearch(100, 1.05, Rules).Run(
            (rate, confirms) =>
            {
                trials.Add((rate, confirms));
                // Trials hold up to 100; confirmations only below 97, and the second one finds it out.
                int confirmed = trials.Count(trial => trial.Confirms && trial.Rate == rate);
                return rate > 100 || (confirms && rate > 97 && confirmed == 2) ? RateVerdict.Missed : RateVerdict.Held;
            }
        );

        found.ShouldBe(95);
        trials.Count(trial => trial == (100, true)).ShouldBe(2);
        trials.Count(trial => trial == (95, true)).ShouldBe(3);
    }

    [Fact]
    public void Run_NothingHolds_FindsNothing()
    {
        int trials = 0;
        RateSearch search = new(100, 1.25, Rules);

        search.Run(
            (_, _) =>
            {
                trials++;
                return RateVerdict.Missed;
            }
        );

        search.Found.ShouldBeNull();
        search.IsAbandoned.ShouldBeFalse();
        trials.ShouldBeLessThan(6);
    }

    [Fact]
    public void Run_VoidTrials_AreRepeatedTwiceThenAbandoned()
    {
        List<double> trials = [];
        RateSearch search = new(100, 1.25, Rules);

        search.Run(
            (rate, _) =>
            {
                trials.Add(rate);
                return RateVerdict.Void;
            }
        );

        search.IsAbandoned.ShouldBeTrue();
        search.Found.ShouldBeNull();
        trials.ShouldBe([100, 100, 100]);
    }

    /// <summary>
    /// One server, service of a tenth of a second, Poisson arrivals (M/D/1). The distribution of the wait is known (Erlang
    /// 1909; Crommelin 1932), from which the rate follows at which exactly 1 % wait longer than the bound allows. With as
    /// many queries as here a confirmation fails at the edge only; with few the rate comes out up to 10 % too low.
    /// </summary>
    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.5, 2)]
    [InlineData(1.0, 3)]
    public void Run_SimulatedQueue_LandsWithin5PercentOfTheClosedForm(double bound, long seed)
    {
        const double Service = 0.1;
        double truth = LargestRate(Service, bound);

        double? found = new RateSearch(0.75 / Service, 1.25, Rules).Run(
            (rate, _) =>
            {
                const int Queries = 500_000;
                long[] arrivals = PoissonArrivals.Draw(seed++, rate, Queries, 1_000_000);
                int over = 0;
                double free = 0;
                foreach (long ticks in arrivals)
                {
                    double arrival = ticks / 1e6;
                    free = Math.Max(arrival, free) + Service;
                    over += free - arrival > bound ? 1 : 0;
                }
                return LatencyTest.Holds(Queries, over, 0.99) ? RateVerdict.Held : RateVerdict.Missed;
            }
        );

        found.ShouldNotBeNull().ShouldBe(truth, truth * 0.05);
    }

    [Fact]
    public void Waits_ClosedForm_AgreesWithItsMean()
    {
        // Pollaczek and Khinchine: the mean wait in M/D/1 is ρ·s / (2(1 − ρ)).
        const double Rho = 0.6;
        double mean = 0;
        for (int i = 0; i < 20_000; i++)
        {
            mean += (1 - WaitAtMost(Rho, (i + 0.5) / 1000)) / 1000;
        }
        mean.ShouldBe(Rho / (2 * (1 - Rho)), 0.001);
    }

    private static double LargestRate(double service, double bound)
    {
        (double low, double high) = (0.01, 0.99);
        while (high - low > 1e-9)
        {
            double middle = (low + high) / 2;
            (low, high) = WaitAtMost(middle, (bound / service) - 1) >= 0.99 ? (middle, high) : (low, middle);
        }
        return low / service;
    }

    // P(wait ≤ x services) = (1 − ρ) Σ_{k=0}^{⌊x⌋} [ρ(k − x)]^k / k! · exp(−ρ(k − x)), x in services.
    private static double WaitAtMost(double rho, double x)
    {
        double sum = 0;
        for (int k = 0; k <= (int)x; k++)
        {
            double factor = rho * (k - x);
            double term = Math.Exp(-factor);
            for (int i = 1; i <= k; i++)
            {
                term *= factor / i;
            }
            sum += term;
        }
        return (1 - rho) * sum;
    }
}
