using Laptime.Advice.Jobs;
using Laptime.Advice.Speeds;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Tests.Speeds;

public class PublishedSpeedsTests
{
    private static readonly Assumptions Assumed = Assumptions.Default;

    [Fact]
    public void Find_OtherWorkloadScenarioPrecisionDeviceOrCount_IsNothing()
    {
        Job job = Given.Job() with { Precision = "fp16" };

        Find(job, Given.Speed(workload: "bert-large", precision: "fp16")).ShouldBeNull();
        Find(job, Given.Speed(precision: "fp16") with { Scenario = Core.Cases.Scenario.Infer }).ShouldBeNull();
        Find(job, Given.Speed(precision: "fp32")).ShouldBeNull();
        Find(job, Given.Speed(precision: null)).ShouldBeNull();
        Find(job, Given.Speed("slow", precision: "fp16")).ShouldBeNull();
        Find(job, Given.Speed(count: 2, precision: "fp16")).ShouldBeNull();
        Find(job, Given.Speed(precision: "mixed")).ShouldNotBeNull();
    }

    [Fact]
    public void Find_SeveralBatches_TakesTheNearest()
    {
        Job job = Given.Job() with { Batch = 64 };

        SpeedEstimate found = Find(
            job,
            Given.Speed(itemsPerSecond: 100, batch: 16),
            Given.Speed(itemsPerSecond: 120, batch: 96),
            Given.Speed(itemsPerSecond: 150, batch: 512)
        )!;

        found.ItemsPerSecond.ShouldBe(120);
        found.Evidence.Single().Note.ShouldBe("batch 96");
    }

    [Fact]
    public void Find_BatchLeftOpen_TakesTheFastest() =>
        Find(Given.Job(), Given.Speed(itemsPerSecond: 100, batch: 16), Given.Speed(itemsPerSecond: 150, batch: 64))!
            .ItemsPerSecond.ShouldBe(150);

    [Fact]
    public void Find_SeveralSources_SpansThem()
    {
        SpeedEstimate found = Find(
            Given.Job(),
            Given.Speed(itemsPerSecond: 100, source: "a"),
            Given.Speed(itemsPerSecond: 400, source: "b")
        )!;

        found.ItemsPerSecond.ShouldBe(200, 1e-9);
        found.Low.ShouldBeLessThan(100);
        found.High.ShouldBeGreaterThan(400);
        found.Evidence.Length.ShouldBe(2);
    }

    [Fact]
    public void Find_FiguresOfTheSameProvider_ComeFirst() =>
        Find(
            Given.Job(),
            Given.Speed(itemsPerSecond: 100, provider: "somecloud"),
            Given.Speed(itemsPerSecond: 400, provider: "other")
        )!
            .ItemsPerSecond.ShouldBe(100);

    [Fact]
    public void Find_BoundAndFigure_TheFigureCounts()
    {
        SpeedEstimate found = Find(
            Given.Job(),
            Given.Speed(itemsPerSecond: 100),
            Given.Speed(itemsPerSecond: 50, source: "b") with
            {
                IsUpperBound = true,
            }
        )!;

        found.IsUpperBound.ShouldBeFalse();
        found.ItemsPerSecond.ShouldBe(100);
    }

    [Fact]
    public void Find_SingleFigure_HasTheAssumedRange()
    {
        SpeedEstimate found = Find(Given.Job(), Given.Speed(itemsPerSecond: 100))!;

        // 15 % for the software and 8 % (95 %) between units, in quadrature: ±17 % of the logarithm.
        double units = Math.Log(1.08) * 1.644854 / 1.959964;
        double reach = Math.Sqrt((Math.Log(1.15) * Math.Log(1.15)) + (units * units));
        found.High.ShouldBe(100 * Math.Exp(reach), 1e-3);
        found.Low.ShouldBe(100 * Math.Exp(-reach), 1e-3);
    }

    [Fact]
    public void Book_SeveralDevices_ScaleWithAStatedEfficiency()
    {
        SpeedBook book = new(Given.Job(), [new PublishedSpeeds([Given.Speed(itemsPerSecond: 100)], Assumed)], Assumed);

        SpeedEstimate eight = book.Find("fast", 8, "somecloud")!;

        eight.ItemsPerSecond.ShouldBe(100 * 8 * Math.Pow(0.9, 3), 1e-9);
        eight.High.ShouldBeGreaterThan(800);
        eight.Evidence.Single().Note!.ShouldContain("scaled from one device");
        book.Find("fast", 0.5m, null).ShouldBeNull();
        book.Find("fast", 1.5m, null).ShouldBeNull();
    }

    [Fact]
    public void Book_MeasuredWithThatMany_IsNotScaled()
    {
        SpeedBook book = new(
            Given.Job(),
            [
                new PublishedSpeeds(
                    [Given.Speed(itemsPerSecond: 100), Given.Speed(itemsPerSecond: 150, count: 2)],
                    Assumed
                ),
            ],
            Assumed
        );

        book.Find("fast", 2, null)!.ItemsPerSecond.ShouldBe(150);
    }

    private static SpeedEstimate? Find(Job job, params PublishedSpeed[] speeds) =>
        new PublishedSpeeds([.. speeds], Assumed).Find(job, new Place("fast", 1, "somecloud"));
}
