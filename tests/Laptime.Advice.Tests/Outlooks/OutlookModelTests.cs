using Laptime.Advice.Jobs;
using Laptime.Advice.Outlooks;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Tests.Outlooks;

public class OutlookModelTests
{
    [Fact]
    public void Find_KnownSpeed_IsADivisionAndAMultiplication()
    {
        Outlook outlook = Given.Model(Given.Job(items: 7200)).Outlook(Given.Offer(price: 3));

        outlook.Time.Typical.ShouldBe(new Seconds(3600));
        outlook.Cost.ShouldBe(new CostRange(new Usd(3), new Usd(3), new Usd(3)));
        outlook.Items.ShouldBe([new CostItem(CostKind.Machine, new Usd(3))]);
    }

    [Fact]
    public void TryEvaluate_AnyOffer_AgreesWithTheWholeOutlook()
    {
        Catalog catalog = Given.Catalog(providers: [Given.Provider("limited", Limits(12, 30))]);
        OutlookModel model = Given.Model(Given.Job(items: 500_000), catalog, Assumptions.Default);
        Pricing[] terms = [new Pricing.OnDemand(), new Pricing.Spot(), new Pricing.Free(), new Pricing.Reserved(1)];
        foreach (Pricing pricing in terms)
        {
            foreach (string provider in (string[])["limited", "other"])
            {
                Offer offer = Given.Offer(provider, price: 0.333m, pricing: pricing);

                model.TryEvaluate(offer, out double seconds, out decimal usd).ShouldBeTrue();

                Outlook outlook = model.Outlook(offer);
                seconds.ShouldBe(outlook.Time.Typical.Value);
                usd.ShouldBe(outlook.Cost.Typical.Value);
                outlook.Items.Sum(item => item.Amount.Value).ShouldBe(usd);
                outlook.Time.Low.ShouldBeLessThan(outlook.Time.Typical);
                outlook.Time.High.ShouldBeGreaterThan(outlook.Time.Typical);
            }
        }
    }

    [Theory]
    [InlineData("none", 1, Unknown.Speed)]
    [InlineData("fast", 0.5, Unknown.Share)]
    [InlineData("fast", 1.5, Unknown.Share)]
    [InlineData(null, 1, Unknown.Device)]
    [InlineData(null, 0, Unknown.Speed)]
    public void Find_NothingKnown_SaysWhy(string? device, double count, Unknown why)
    {
        (Outlook? outlook, Unknown found) = Given.Model().Find(Given.Offer(device: device, count: (decimal)count));

        outlook.ShouldBeNull();
        found.ShouldBe(why);
    }

    [Fact]
    public void Find_NoPrice_IsUnknown() => Given.Model().Find(Given.Offer(price: null)).Why.ShouldBe(Unknown.Price);

    [Fact]
    public void Find_SpeedKnownFromAboveOnly_IsAtLeast()
    {
        Catalog catalog = Given.Catalog(speeds: [Given.Speed("fast", 2) with { IsUpperBound = true }]);

        Outlook outlook = Given
            .Model(Given.Job(7200), catalog, Assumptions.Default with { SetupTime = default })
            .Outlook(Given.Offer(price: 2));

        outlook.IsAtLeast.ShouldBeTrue();
        outlook.Time.Low.ShouldBe(new Seconds(3600));
        outlook.Time.High.Value.ShouldBe(double.PositiveInfinity);
        outlook.Cost.Low.ShouldBe(new Usd(2));
        outlook.Cost.High.ShouldBeNull();
    }

    [Fact]
    public void Find_HoursOnTheSameDevice_IsExactButForUnits()
    {
        Job job = Given.Job() with { Work = new Work.Hours(new Seconds(36_000), "fast") };
        // A published speed that is off by far does not matter on the same device.
        Catalog catalog = Given.Catalog(
            speeds: [Given.Speed("fast", 2) with { Range = (1, 4) }, Given.Speed("slow", 1)]
        );

        OutlookModel model = Given.Model(job, catalog);

        Outlook same = model.Outlook(Given.Offer(device: "fast", price: 1));
        same.Time.ShouldBe(new TimeRange(new Seconds(36_000), new Seconds(36_000), new Seconds(36_000)));
        Outlook other = model.Outlook(Given.Offer(device: "slow", price: 1));
        other.Time.Typical.ShouldBe(new Seconds(72_000));
        other.Time.High.Value.ShouldBe(144_000, 1e-6);
    }

    [Fact]
    public void Find_HoursOnScaledDevices_SharesTheErrorOfTheOneDevice()
    {
        Job job = Given.Job() with { Work = new Work.Hours(new Seconds(36_000), "fast") };
        Catalog catalog = Given.Catalog(speeds: [Given.Speed("fast", 2) with { Range = (1, 4) }]);
        Assumptions assumptions = Given.Exact with { Scaling = new Scaling(0.9, 0.9, 0.9) };

        Outlook two = Given.Model(job, catalog, assumptions).Outlook(Given.Offer(count: 2));

        two.Time.Typical.Value.ShouldBe(36_000 / 1.8, 1e-6);
        two.Time.High.Value.ShouldBe(36_000 / 1.8, 1e-6);
    }

    [Fact]
    public void Find_SessionLimits_MakeFreeTakeLonger()
    {
        Catalog catalog = Given.Catalog(providers: [Given.Provider("notebook", Limits(12, 30))]);
        // 100 hours of work at 2 items a second.
        OutlookModel model = Given.Model(Given.Job(items: 720_000), catalog);

        Outlook outlook = model.Outlook(Given.Offer("notebook", price: 0, pricing: new Pricing.Free()));

        outlook.Cost.Typical.ShouldBe(Usd.Zero);
        // Nine sessions; a little over 100 hours at 30 a week: three whole weeks, and the rest in the fourth.
        outlook.Schedule.Sessions.ShouldBe(9);
        (outlook.Time.Typical.Value / 3600).ShouldBe((3 * 168) + 10, 0.5);
        Sum(outlook.Schedule).ShouldBe(outlook.Time.Typical.Value, 1e-6);
    }

    [Fact]
    public void Find_SessionsTooShortForAnything_IsNeverDone()
    {
        Catalog catalog = Given.Catalog(providers: [Given.Provider("notebook", Limits(0.1, null))]);
        OutlookModel model = Given.Model(catalog: catalog, assumptions: Assumptions.Default);

        model.Find(Given.Offer("notebook", price: 0, pricing: new Pricing.Free())).Why.ShouldBe(Unknown.NeverDone);
    }

    [Fact]
    public void Find_SpotWithoutHopeOfFinishing_IsNeverDone()
    {
        Assumptions assumptions = Given.Exact with { SpotInterruptionsPerHour = 100, SetupTime = new Seconds(600) };
        Job job = Given.Job(items: 7_200_000) with { CheckpointEvery = new Seconds(3_600_000) };

        Given
            .Model(job, assumptions: assumptions)
            .Find(Given.Offer(pricing: new Pricing.Spot()))
            .Why.ShouldBe(Unknown.NeverDone);
    }

    [Theory]
    [InlineData(15.0, Fit.Fits)]
    [InlineData(16.0, Fit.TooSmall)]
    [InlineData(null, Fit.Unknown)]
    public void Fit_ComparesWithTheMemoryOfOneDevice(double? gibibytes, Fit fit)
    {
        Job job = Given.Job() with { Memory = gibibytes is { } g ? Bytes.FromGibibytes(g * 14.9 / 15) : null };

        Given.Model(job).Outlook(Given.Offer(count: 4)).Fit.ShouldBe(fit);
    }

    private static SessionLimits Limits(double hours, double? weekly) =>
        new()
        {
            SessionMaximum = new Seconds(hours * 3600),
            WeeklyGpuTime = weekly is { } w ? new Seconds(w * 3600) : null,
            Source = Given.Source,
        };

    private static double Sum(RunSchedule s) =>
        s.Work.Value + s.Setup.Value + s.Checkpoints.Value + s.Lost.Value + s.Waiting.Value;
}
