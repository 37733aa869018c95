using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Laptime.Answers.Charts;
using Laptime.Core.AiBenchmark;

namespace Laptime.Answers.Tests.Charts;

public class RankChartTests
{
    [Fact]
    public void Of_TiesAndPartialScores_ShowsBandsAndLeavesPartialOut()
    {
        Ranking ranking = Ranking.Of(
            [
                Entry("fast", 2000, Provenance.Run, error: 0.001),
                Entry("same", 1000, Provenance.Imported, error: 0.05),
                Entry("same", 1010, Provenance.Published),
                Entry("half", 5000, Provenance.Run, present: 3),
            ],
            ScoreName.Inference,
            all: true
        );

        ChartSpec chart = RankChart.Of(ranking.Ranked, ScoreName.Inference)!;
        JsonObject[] values = [.. chart.Vega["data"]!["values"]!.AsArray().Select(value => value!.AsObject())];

        values.Select(value => (string)value["machine"]!).ShouldBe(["fast", "same", "same"]);
        values.Select(value => (bool)value["banded"]!).ShouldBe([false, true, true]);
        values.Select(value => (string)value["rank"]!).ShouldBe(["1", "2=", "2="]);
        values.Select(value => (string)value["provenance"]!).ShouldBe(["own run", "published", "imported"]);
        values.Select(value => (string)value["row"]!).Distinct().Count().ShouldBe(3);
        values.Count(value => value.ContainsKey("low")).ShouldBe(2);
        chart.Rows.Length.ShouldBe(3);
    }

    [Fact]
    public void Of_Nobody_IsNull() => RankChart.Of([], ScoreName.Ai).ShouldBeNull();

    private static RankEntry Entry(
        string machine,
        double points,
        Provenance provenance,
        double? error = null,
        int present = 24
    ) =>
        new()
        {
            Id = Guid.CreateVersion7().ToString(),
            Machine = machine,
            Provenance = provenance,
            Origin = "test",
            Scores = ImmutableDictionary<ScoreName, Score>.Empty.Add(
                ScoreName.Inference,
                new Score
                {
                    Points = points,
                    Present = present,
                    Expected = 24,
                    Uncertainty = error is { } known ? (known, 10) : null,
                }
            ),
        };
}
