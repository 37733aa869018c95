using Laptime.Advice.Jobs;
using Laptime.Advice.Speeds;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
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
