using Laptime.Advice.Upgrades;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Tests.Upgrades;

/// <summary>The arithmetic of AIpaca's "Colab Pro vs Free" (2021), and what its scores really say.</summary>
public class UpgradeTests
{
    private static readonly PublishedSpeed[] Scores =
    [
        Given.Speed("t4", 7155, SpeedUp.TrainingScore),
        Given.Speed("p100", 11428, SpeedUp.TrainingScore),
        Given.Speed("v100", 16289, SpeedUp.TrainingScore),
    ];

    [Theory]
    [InlineData("v100", 2.277)]
    [InlineData("p100", 1.597)]
    public void SpeedUp_OfTheScores_IsNotWhatWasPrinted(string device, double ratio)
    {
        SpeedUp found = SpeedUp.Of(Scores, "t4", device, workload: null);

        found.Typical!.Value.ShouldBe(ratio, 5e-4);
        found.Workloads.ShouldBeEmpty();
    }

    [Fact]
    public void Worth_TenHoursOnTheSlower_SavesLessThanTen()
    {
        UpgradeWorth worth = UpgradeWorth.Of(16289.0 / 7155, 10, HoursOn.From, new Usd(10), new Usd(2));

        worth.HoursAfter.ShouldBe(10 / 2.2766, 1e-3);
        worth.HoursSaved.ShouldBe(5.607, 1e-3);
        worth.PricePerHourSaved!.Value.Value.ShouldBe(1.7833m, 0.001m);
        // 8.9 hours of training on the slower machine a month save 5 hours worth 2 dollars each.
        worth.BreakEvenHours!.Value.ShouldBe(8.917, 1e-3);
    }

    [Fact]
    public void Worth_TenHoursOnTheFaster_SavesAboutTenAsWasWritten()
    {
        double v100 = UpgradeWorth.Of(1 + 1.46, 10, HoursOn.To, new Usd(10), null).HoursSaved;
        double p100 = UpgradeWorth.Of(1 + 0.63, 10, HoursOn.To, new Usd(10), null).HoursSaved;

        // The printed speed-ups, with half of 20 hours counted on the better machine.
        ((v100 + p100) / 2).ShouldBe(10.45, 1e-9);
    }

    [Fact]
    public void Worth_SlowerMachine_SavesNothing()
    {
        UpgradeWorth worth = UpgradeWorth.Of(0.8, 10, HoursOn.From, new Usd(10), new Usd(5));

        worth.HoursSaved.ShouldBeLessThan(0);
        worth.PricePerHourSaved.ShouldBeNull();
        worth.BreakEvenHours.ShouldBeNull();
    }

    [Fact]
    public void SpeedUp_MeanOfRatiosAndGeometricMean_AreDifferentThings()
    {
        PublishedSpeed[] speeds =
        [
            Given.Speed("a", 1, "one"),
            Given.Speed("b", 4, "one"),
            Given.Speed("a", 4, "two"),
            Given.Speed("b", 1, "two"),
        ];

        SpeedUp forth = SpeedUp.Of(speeds, "a", "b", null);
        SpeedUp back = SpeedUp.Of(speeds, "b", "a", null);

        // Each would be "on average 112 % faster" than the other.
        forth.MeanOfRatios.ShouldBe(2.125);
        back.MeanOfRatios.ShouldBe(2.125);
        forth.GeometricMean!.Value.ShouldBe(1, 1e-12);
        forth.Range.ShouldBe((0.25, 4));
    }

    [Fact]
    public void SpeedUp_DifferentBatchPrecisionOrSource_IsNotCompared()
    {
        PublishedSpeed[] speeds =
        [
            Given.Speed("a", 1, batch: 32, precision: "fp32"),
            Given.Speed("b", 2, batch: 64, precision: "fp32"),
            Given.Speed("b", 2, batch: 32, precision: "fp16"),
            Given.Speed("b", 2, batch: 32, precision: "fp32", source: "other"),
        ];

        SpeedUp.Of(speeds, "a", "b", null).Typical.ShouldBeNull();
    }

    [Fact]
    public void RentOrBuy_BreakEven_IsWhereBothCostTheSame()
    {
        Purchase purchase = new()
        {
            Price = new Usd(1800),
            Resale = new Usd(900),
            Years = 3,
            Watts = 450,
            PowerPrice = new Usd(0.30m),
        };
        RentOrBuy at100 = RentOrBuy.Of(purchase, new UsdPerHour(0.40m), 1, 100);

        // $25 a month and 13.5 cents an hour.
        at100.FixedPerMonth.ShouldBe(new Usd(25));
        at100.PowerPerHour.ShouldBe(new Usd(0.135m));
        at100.OwnPerMonth.ShouldBe(new Usd(38.5m));
        at100.RentPerMonth.ShouldBe(new Usd(40));
        RentOrBuy there = RentOrBuy.Of(purchase, new UsdPerHour(0.40m), 1, at100.BreakEvenHours!.Value);
        there.OwnPerMonth.Value.ShouldBe(there.RentPerMonth.Value, 0.0001m);
        RentOrBuy.Of(purchase, new UsdPerHour(0.10m), 1, 100).BreakEvenHours.ShouldBeNull();
    }
}
