using Laptime.Advice.Jobs;
using Laptime.Advice.Speeds;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Testing;

namespace Laptime.Advice.Tests.Speeds;

public class OwnSpeedsTests
{
    private static readonly Assumptions Assumed = Assumptions.Default;

    [Fact]
    public void Book_OwnRunAndPublished_OwnRunComesFirst()
    {
        SpeedBook book = new(
            Given.Job(),
            [
                new OwnSpeeds([Own(itemsPerSecond: 70, halfWidth: 0.02)], Assumed, Mode.Stock),
                new PublishedSpeeds([Given.Speed(itemsPerSecond: 100)], Assumed),
            ],
            Assumed
        );

        SpeedEstimate found = book.Find("fast", 1, "somecloud")!;

        found.ItemsPerSecond.ShouldBe(70);
        found.Evidence.Single().Kind.ShouldBe(EvidenceKind.OwnRun);
        // 2 % of the measurement and 8 % between units, both of 95 %, in quadrature.
        double reach = Math.Sqrt(Math.Pow(Math.Log(1.02), 2) + Math.Pow(Math.Log(1.08), 2)) * 1.644854 / 1.959964;
        found.High.ShouldBe(70 * Math.Exp(reach), 1e-3);
    }

    [Fact]
    public void Book_HoursOfARun_CountTheSpeedOfItsMachine()
    {
        // The machine of the run is in no catalog: a processor.
        OwnSpeed own = Own(device: null, itemsPerSecond: 5, halfWidth: 0.02);
        Job job = Given.Job() with { Work = new Work.RunHours(new Seconds(36_000), "last") };
        SpeedBook book = new(
            job,
            [
                new OwnSpeeds([own], Assumed, Mode.Stock),
                new PublishedSpeeds([Given.Speed(itemsPerSecond: 100)], Assumed),
            ],
            Assumed
        );

        WorkTime time = book.TimeOf("fast", 1, "somecloud")!;

        time.Typical.Value.ShouldBe(1800, 1e-9, "ten hours at a twentieth");
        // Both speeds may be off: the range is wider than that of either.
        time.Range.High.Value.ShouldBeGreaterThan(
            book.Find("fast", 1, "somecloud") is { } speed ? 180_000 / speed.Low : 0
        );
        book.OfRun(own.Source.Id["run ".Length..]).ShouldNotBeNull();
        book.OfRun("ffffffff").ShouldBeNull();
        (book.TimeOf("slow", 1, "somecloud") is null).ShouldBeTrue("nobody knows it");
    }

    [Fact]
    public void FindRun_Last_IsTheLatestThatMeasuredTheJob()
    {
        OwnSpeeds own = new(
            [
                Named(Own(itemsPerSecond: 1), "run 33333333") with
                {
                    Result = Own().Result with { Case = Own().Result.Case with { Workload = "another" } },
                },
                Named(Own(itemsPerSecond: 2), "run 22222222"),
                Named(Own(itemsPerSecond: 3), "run 11111111"),
            ],
            Assumed,
            Mode.Stock
        );

        own.FindRun(Given.Job(), "last")!.ItemsPerSecond.ShouldBe(2);
        own.FindRun(Given.Job(), "1111")!.ItemsPerSecond.ShouldBe(3);
        own.FindRun(Given.Job(), "11111111-0000-7000-8000-000000000001")!.ItemsPerSecond.ShouldBe(3);
    }

    [Fact]
    public void Find_NearestBatchThenStockThenNewest()
    {
        Job job = Given.Job() with { Batch = 32 };
        OwnSpeeds own = new(
            [
                Own(batch: 8, itemsPerSecond: 1),
                Own(batch: 32, itemsPerSecond: 2, mode: Mode.Tuned, day: 20),
                Own(batch: 32, itemsPerSecond: 3, day: 10),
                Own(batch: 32, itemsPerSecond: 4, day: 11),
            ],
            Assumed,
            Mode.Stock
        );

        own.Find(job, new Place("fast", 1, null))!.ItemsPerSecond.ShouldBe(4);
    }

    [Fact]
    public void Find_OtherDeviceWorkloadOrPrecision_IsNothing()
    {
        OwnSpeeds own = new([Own()], Assumed, Mode.Stock);

        own.Find(Given.Job(), new Place("slow", 1, null)).ShouldBeNull();
        own.Find(Given.Job(), new Place("fast", 2, null)).ShouldBeNull();
        own.Find(Given.Job(workload: "bert-large"), new Place("fast", 1, null)).ShouldBeNull();
        own.Find(Given.Job() with { Precision = "fp16" }, new Place("fast", 1, null)).ShouldBeNull();
    }

    [Fact]
    public void Find_RunOnAProcessor_HoldsForTheSameProviderOnly()
    {
        OwnSpeeds own = new([Own(device: null, platform: "colab")], Assumed, Mode.Stock);

        own.Find(Given.Job(), new Place(null, 1, "colab")).ShouldNotBeNull();
        own.Find(Given.Job(), new Place(null, 1, "kaggle")).ShouldBeNull();
    }

    private static OwnSpeed Named(OwnSpeed own, string run) => own with { Source = own.Source with { Id = run } };

    private static OwnSpeed Own(
        int batch = 8,
        double itemsPerSecond = 10,
        double? halfWidth = 0.02,
        Mode mode = Mode.Stock,
        string? device = "fast",
        string? platform = null,
        int day = 1
    ) =>
        new(
            new CaseResult
            {
                Case = Some.Case(mode: mode) with { Batch = batch },
                Status = CaseStatus.Measured,
                ItemsPerSecond = itemsPerSecond,
                HalfWidth = halfWidth,
            },
            device,
            platform,
            new Source($"run {day}", new DateOnly(2026, 11, day))
        );
}
