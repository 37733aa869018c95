using System.Collections.Immutable;
using Laptime.Advice.Outlooks;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Tests.Outlooks;

/// <summary>Money is conserved: parts are the total, exactly and as printed.</summary>
public class BillTests
{
    [Fact]
    public void Items_OfAnyOffer_SumToTheTotalExactlyAndToTheCentWhenPrinted()
    {
        Random random = new(1);
        for (int round = 0; round < 5_000; round++)
        {
            Offer offer = AnyOffer(random);
            RunSchedule schedule = AnySchedule(random);
            BilledTime time = BilledTime.Of(schedule, random.Next(2) == 0 ? null : new Seconds(random.Next(1, 7200)));
            decimal? storage = random.Next(2) == 0 ? null : random.Next(0, 500);

            Usd total = Bill.Total(offer, time, storage)!.Value;
            ImmutableArray<CostItem> items = Bill.Items(offer, time, storage);

            items.Sum(item => item.Amount.Value).ShouldBe(total.Value);
            items.ShouldAllBe(item => item.Amount.Value > 0);
            foreach (decimal quantum in (decimal[])[0.01m, 0.0001m])
            {
                ImmutableArray<decimal> printed = CentSplit.Round([.. items.Select(i => i.Amount.Value)], quantum);
                printed
                    .Sum()
                    .ShouldBe(decimal.Round(total.Value / quantum, 0, MidpointRounding.AwayFromZero) * quantum);
                for (int i = 0; i < printed.Length; i++)
                {
                    Math.Abs(printed[i] - items[i].Amount.Value).ShouldBeLessThan(quantum);
                }
            }
        }
    }

    [Theory]
    [InlineData(3600, null, 1.0)]
    [InlineData(3601, 3600, 2.0)]
    [InlineData(3600, 3600, 1.0)]
    [InlineData(90, 60, 120 / 3600.0)]
    public void Total_BillingStep_RoundsUp(double seconds, int? step, double hours)
    {
        BilledTime time = BilledTime.Of(Schedule(seconds), step is { } s ? new Seconds(s) : null);

        Usd total = Bill.Total(Given.Offer(price: 3), time, null)!.Value;

        ((double)total.Value).ShouldBe(3 * hours, 1e-12);
    }

    [Fact]
    public void Total_Subscription_CountsWholeMonths()
    {
        Offer offer = Given.Offer(price: 0, pricing: new Pricing.Subscription()) with { MonthlyFee = new Usd(9.99m) };

        Bill.Total(offer, BilledTime.Of(Schedule(60), null), null).ShouldBe(new Usd(9.99m));
        Bill.Total(offer, BilledTime.Of(Schedule(730 * 3600), null), null).ShouldBe(new Usd(9.99m));
        Bill.Total(offer, BilledTime.Of(Schedule(731 * 3600), null), null).ShouldBe(new Usd(19.98m));
    }

    [Fact]
    public void Total_Reserved_CountsTheWholeTerm()
    {
        Offer offer = Given.Offer(price: 0.5m, pricing: new Pricing.Reserved(12));

        Usd total = Bill.Total(offer, BilledTime.Of(Schedule(3600), null), null)!.Value;

        total.ShouldBe(new Usd(0.5m * 12 * 730));
        Bill.Items(offer, BilledTime.Of(Schedule(3600), null), null)
            .ShouldBe([
                new CostItem(CostKind.Machine, new Usd(0.5m)),
                new CostItem(CostKind.UnusedTerm, new Usd(0.5m * ((12 * 730) - 1))),
            ]);
    }

    [Fact]
    public void Total_Disk_IsProRataBeyondWhatIsIncluded()
    {
        Offer offer = Given.Offer(price: 0) with { DiskGb = 20, StoragePricePerGbMonth = new Usd(0.10m) };

        Usd total = Bill.Total(offer, BilledTime.Of(Schedule(73 * 3600), null), 120)!.Value;

        // 100 GB for a tenth of a month.
        total.ShouldBe(new Usd(1.00m));
    }

    [Fact]
    public void Total_PriceIsMissing_IsUnknown()
    {
        BilledTime time = BilledTime.Of(Schedule(60), null);

        Bill.Total(Given.Offer(price: null), time, null).ShouldBeNull();
        Bill.Total(Given.Offer(price: 0, pricing: new Pricing.Subscription()), time, null).ShouldBeNull();
        Bill.Total(Given.Offer(price: null, pricing: new Pricing.Free()), time, null).ShouldBe(Usd.Zero);
    }

    [Fact]
    public void Round_ThirdsOfADollar_AddUp() =>
        CentSplit.Round([1m / 3, 1m / 3, 1m / 3], 0.01m).ShouldBe([0.34m, 0.33m, 0.33m]);

    private static RunSchedule Schedule(double seconds) =>
        new()
        {
            Work = new Seconds(seconds),
            Setup = Seconds.Zero,
            Checkpoints = Seconds.Zero,
            Lost = Seconds.Zero,
            Waiting = Seconds.Zero,
            Sessions = 1,
            Restarts = 0,
        };

    private static RunSchedule AnySchedule(Random random) =>
        Schedule(random.NextDouble() * Math.Pow(10, random.Next(0, 7))) with
        {
            Setup = new Seconds(random.NextDouble() * 1000),
            Lost = new Seconds(random.NextDouble() * 10_000),
            Waiting = new Seconds(random.Next(2) * random.NextDouble() * 1e6),
            Sessions = random.Next(1, 20),
            Restarts = random.NextDouble() * 5,
        };

    private static Offer AnyOffer(Random random) =>
        Given.Offer(
            price: Math.Round((decimal)(random.NextDouble() * 40), random.Next(0, 6)),
            pricing: random.Next(5) switch
            {
                0 => new Pricing.Spot(),
                1 => new Pricing.Free(),
                2 => new Pricing.Subscription(),
                3 => new Pricing.Reserved(random.Next(1, 37)),
                _ => new Pricing.OnDemand(),
            }
        ) with
        {
            MonthlyFee = new Usd(random.Next(1, 5000) / 100m),
            DiskGb = random.Next(2) == 0 ? null : random.Next(0, 200),
            StoragePricePerGbMonth = random.Next(2) == 0 ? null : new Usd(random.Next(1, 300) / 1000m),
        };
}
