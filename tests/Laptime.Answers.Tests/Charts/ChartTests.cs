using System.Text.Json.Nodes;
using Laptime.Answers.Charts;
using Laptime.Answers.Results;
using Laptime.Core.Protocols;
using Laptime.Core.Results;

namespace Laptime.Answers.Tests.Charts;

public class ChartTests
{
    private static readonly CaseResult Result = CaseSummary.Summarize(ShownRuns.First, Protocol.Current)[0];

    [Fact]
    public void Samples_TellPartsApart()
    {
        ChartSpec chart = SampleChart.Of(Result, ShownRuns.First.Trials)!;

        string[] parts = [.. Values(chart).Select(value => value!["part"]!.GetValue<string>())];
        parts.Count(part => part == "pilot").ShouldBe(ShownRuns.Launches * 2);
        parts.Count(part => part == "warm-up").ShouldBe(ShownRuns.Launches * (ShownRuns.Before - 2));
        parts.Count(part => part == "dropped").ShouldBe(ShownRuns.Launches * ShownRuns.Dropped);
        parts.Length.ShouldBe(ShownRuns.Launches * (ShownRuns.Before + ShownRuns.Steady));
        chart.Rows.Length.ShouldBe(parts.Length);
        Values(chart).First(value => value!["part"]!.GetValue<string>() == "dropped")!["why"]!
            .GetValue<string>()
            .ShouldBe("STEAL");
    }

    [Fact]
    public void Telemetry_HoldsRatesOfCountersAndSkipsWhatIsNotTold()
    {
        var charts = TelemetryCharts.Of(Result.Case, ShownRuns.First.Trials);

        charts.Select(chart => chart.Name).ShouldBe(["telemetry-process", "telemetry-steal", "telemetry-celsius"]);
        // 1.9 s of processor time a second, in each of eleven spans of each launch.
        Values(charts[0])
            .Select(value => value!["value"]!.GetValue<double>())
            .ShouldAllBe(rate => Math.Abs(rate - 1.9) < 1e-6);
        Values(charts[0]).Count.ShouldBe(ShownRuns.Launches * 11);
    }

    [Fact]
    public void Ratios_HoldRowsOfTheTableAndTheMean()
    {
        var many = ManyCompared.Of([Comparand.Of(ShownRuns.First), Comparand.Of(ShownRuns.Second)]);

        ChartSpec chart = RatioChart.Of(many.Names[0], [(many.Names[1], many.Others[0].Ratios)]);

        Values(chart).Count.ShouldBe(5);
        // Stock and tuned of the first network and stock of the second are 1/0.8 as fast; the outlier is twice that.
        Values(chart)[0]!["ratio"]!.GetValue<double>().ShouldBe(2.5, 1e-9);
        Values(chart)[1]!["ratio"]!.GetValue<double>().ShouldBe(1.25, 1e-9);
        Values(chart)[4]!["ratio"]!.GetValue<double>().ShouldBe(Math.Pow(2.5 * 1.25 * 1.25 * 1.25, 0.25), 1e-9);
    }

    [Fact]
    public void Json_OfHostileData_HoldsNoBracket()
    {
        ChartSpec chart = SpeedChart.Of([Result])! with { Vega = new JsonObject { ["title"] = ShownRuns.Hostile } };

        chart.ToJson().ShouldNotContain("<");
        JsonNode.Parse(chart.ToJson())!["title"]!.GetValue<string>().ShouldBe(ShownRuns.Hostile);
    }

    private static JsonArray Values(ChartSpec chart) => chart.Vega["data"]!["values"]!.AsArray();
}
