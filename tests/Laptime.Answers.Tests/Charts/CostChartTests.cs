using System.Text.Json.Nodes;
using Laptime.Advice.Jobs;
using Laptime.Answers.Catalogs;
using Laptime.Answers.Charts;
using Laptime.Answers.Offers;
using Laptime.Core.Catalogs;

namespace Laptime.Answers.Tests.Charts;

public class CostChartTests
{
    private static readonly CatalogShelf Shelf = new(null, _ => { });

    [Fact]
    public void Of_MarketOf2018_ShowsEveryOfferOnce()
    {
        (FrontierSurvey found, ChartSpec chart) = Draw("dogs-cats-resnet50", new DateOnly(2018, 12, 31));

        JsonObject[] marks = Values(chart, "offers");

        marks.Length.ShouldBe(found.Members.Length + found.Open.Length + found.BeatenInPicture.Length);
        marks.Count(mark => (string?)mark["kind"] == "member").ShouldBe(found.Members.Length);
        chart.Rows.Length.ShouldBe(marks.Length);
        foreach (JsonObject mark in marks)
        {
            ((string?)mark["evidence"]).ShouldNotBeNullOrEmpty();
            ((string?)mark["price"]).ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public void Of_FreeOffers_StandLeftOfEveryPriceAndAboveZero()
    {
        (_, ChartSpec chart) = Draw("dogs-cats-resnet50", new DateOnly(2018, 12, 31));
        JsonObject[] marks = Values(chart, "offers");

        double[] free = [.. marks.Where(mark => (double)mark["usd"]! == 0).Select(mark => (double)mark["x"]!)];
        double cheapest = marks.Where(mark => (double)mark["usd"]! > 0).Min(mark => (double)mark["usd_low"]!);

        free.ShouldNotBeEmpty();
        free.ShouldAllBe(x => x > 0 && x < cheapest);
        chart.Caption!.ShouldContain("free");
        chart.ToJson().ShouldContain("\\u0027free\\u0027");
    }

    [Fact]
    public void Of_Frontier_StairsGoDownAndToTheRightThroughEveryMember()
    {
        (FrontierSurvey found, ChartSpec chart) = Draw("resnet50", new DateOnly(2026, 11, 21), ("items", "90M"));
        JsonObject[] steps = Values(chart, "staircase");

        steps.Length.ShouldBe((2 * found.Members.Length) + 1);
        for (int i = 1; i < steps.Length; i++)
        {
            ((double)steps[i]["x"]!).ShouldBeGreaterThanOrEqualTo((double)steps[i - 1]["x"]!);
            ((double)steps[i]["y"]!).ShouldBeLessThanOrEqualTo((double)steps[i - 1]["y"]!);
        }
    }

    [Fact]
    public void Of_NothingKnown_IsNull()
    {
        AdviceDesk desk = Desk(new DateOnly(2017, 1, 1));
        Job job = new()
        {
            Workload = "resnet50",
            Scenario = Core.Cases.Scenario.Train,
            Work = new Work.Items(1e6),
        };

        Survey survey = Survey.Of(desk, job, noFree: true, noSpot: false, allPlaces: false);

        CostChart.Of(FrontierSurvey.Of(survey, TestContext.Current.CancellationToken), desk.Catalog).ShouldBeNull();
    }

    [Fact]
    public void ToJson_HostileNames_EndNoElement()
    {
        AdviceDesk desk = Desk(new DateOnly(2026, 11, 21));
        Offer offer = Draw("resnet50", desk.Market.AsOf, ("items", "90M"))
            .Found.Members.First(placed => placed.Offer.Outlook.Offer.Pricing is Pricing.OnDemand or Pricing.Spot)
            .Offer.Outlook.Offer with
        {
            Instance = "</script><script>alert(1)</script>",
        };
        Catalog catalog = desk.Catalog with { Offers = [offer] };
        desk = AdviceDesk.Of(new AdviceTerms(), catalog, desk.Devices, [], desk.Market.AsOf);
        (Job job, _) = desk.JobOf(new Dictionary<string, string> { ["workload"] = "resnet50", ["items"] = "90M" });
        Survey survey = Survey.Of(desk, job, noFree: false, noSpot: false, allPlaces: false);

        ChartSpec chart = CostChart.Of(FrontierSurvey.Of(survey, TestContext.Current.CancellationToken), desk.Catalog)!;

        chart.ToJson().ShouldNotContain("<");
        ((string?)Values(chart, "offers").Single()["offer"])!.ShouldContain("</script>");
    }

    private static (FrontierSurvey Found, ChartSpec Chart) Draw(
        string workload,
        DateOnly asOf,
        params (string Name, string Value)[] fields
    )
    {
        AdviceDesk desk = Desk(asOf);
        Dictionary<string, string> values = new() { ["workload"] = workload };
        foreach ((string name, string value) in fields)
        {
            values[name] = value;
        }
        (Job job, _) = desk.JobOf(values);
        FrontierSurvey found = FrontierSurvey.Of(
            Survey.Of(desk, job, noFree: false, noSpot: false, allPlaces: false),
            TestContext.Current.CancellationToken
        );
        return (found, CostChart.Of(found, desk.Catalog)!);
    }

    private static AdviceDesk Desk(DateOnly asOf) =>
        AdviceDesk.Of(new AdviceTerms { AsOf = asOf }, Shelf.Read(), Shelf.Devices, [], new DateOnly(2026, 11, 21));

    private static JsonObject[] Values(ChartSpec chart, string name) =>
        [.. chart.Vega["datasets"]![name]!.AsArray().Select(value => value!.AsObject())];
}
