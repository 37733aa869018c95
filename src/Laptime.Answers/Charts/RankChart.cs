using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Laptime.Core.AiBenchmark;

namespace Laptime.Answers.Charts;

/// <summary>Scores with their intervals on a common axis, the highest on top; who shares a rank shares a band.</summary>
public static class RankChart
{
    private const int RowHeight = 26;

    /// <summary>Names of the provenances, in the order of their colours and shapes.</summary>
    private static readonly ImmutableArray<string> Provenances = ["own run", "imported", "published"];

    /// <summary>The chart; null where nobody is ranked.</summary>
    /// <param name="ranked">Machines with their ranks, the highest first.</param>
    /// <param name="by">The score.</param>
    public static ChartSpec? Of(IReadOnlyList<RankedEntry> ranked, ScoreName by)
    {
        if (ranked.Count == 0)
        {
            return null;
        }
        return new ChartSpec
        {
            Title = $"{RankText.Title(by)} score",
            Caption =
                "Bars hold 95 %; a point without one was published without its times. Machines in one band share a rank: "
                + "their intervals overlap, and the order between them says nothing. The axis is logarithmic.",
            Name = $"ranking-{RunText.Word(by)}",
            Vega = Spec(ranked, by),
            Columns =
            [
                new ChartColumn("Rank", IsNumber: true),
                new ChartColumn("Machine"),
                new ChartColumn(RankText.Title(by), IsNumber: true),
                new ChartColumn("95 %"),
                new ChartColumn("From"),
            ],
            Rows =
            [
                .. ranked.Select(one =>
                    ImmutableArray.Create(
                        RankText.Rank(one),
                        one.Entry.Machine,
                        RankText.Points(one.Entry.Of(by)),
                        RankText.Interval(one.Entry.Of(by)),
                        RankText.Origin(one.Entry)
                    )
                ),
            ],
        };
    }

    /// <summary>Who measured, in a word or two.</summary>
    public static string Word(Provenance provenance) => Provenances[(int)provenance];

    private static JsonObject Spec(IReadOnlyList<RankedEntry> ranked, ScoreName by)
    {
        string x = $$"""
            "type": "quantitative", "title": "{{RankText.Title(
                by
            )}} score, points", "scale": { "type": "log", "nice": true },
            "axis": { "tickCount": 6 }
            """;
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        JsonArray values = new([.. ranked.Select(JsonNode (one) => Value(one, by, seen))]);
        // Layers that leave rows out would put the others first: the order is said.
        string rows = new JsonArray([.. values.Select(value => value!["row"]!.DeepClone())]).ToJsonString();
        string y = $$"""
            "field": "row", "type": "nominal", "title": null, "scale": { "domain": {{rows}} },
            "axis": { "labelLimit": 280, "grid": false }
            """;
        string provenance = """
            "field": "provenance", "type": "nominal", "scale": { "domain": ["own run", "imported", "published"] },
            "legend": { "orient": "top", "title": null }
            """;
        JsonObject spec = JsonNode
            .Parse(
                $$"""
                {
                  "$schema": "{{Vega.Schema}}", "width": "container", "height": {{Math.Max(
                    80,
                    ranked.Count * RowHeight
                )}},
                  "data": {},
                  "layer": [
                    {
                      "transform": [{ "filter": "datum.banded" }],
                      "mark": { "type": "rect", "style": "muted", "opacity": 0.1, "strokeWidth": 0 },
                      "encoding": { "y": { {{y}} } }
                    },
                    {
                      "transform": [{ "filter": "datum.low > 0" }],
                      "mark": { "type": "rule", "strokeWidth": 2 },
                      "encoding": {
                        "y": { {{y}} }, "x": { "field": "low", {{x}} }, "x2": { "field": "high" }, "color": { {{provenance}} }
                      }
                    },
                    {
                      "mark": { "type": "point", "filled": true, "size": 75, "opacity": 1 },
                      "encoding": {
                        "y": { {{y}} }, "x": { "field": "points", {{x}} },
                        "color": { {{provenance}} }, "shape": { {{provenance}} },
                        "tooltip": [
                          { "field": "machine", "title": "Machine" }, { "field": "rank", "title": "Rank" },
                          { "field": "text", "title": "Score" }, { "field": "interval", "title": "95 %" },
                          { "field": "from", "title": "From" }
                        ]
                      }
                    }
                  ]
                }
                """
            )!
            .AsObject();
        spec["data"]!["values"] = values;
        return spec;
    }

    private static JsonObject Value(RankedEntry ranked, ScoreName by, Dictionary<string, int> seen)
    {
        Score score = ranked.Entry.Of(by)!;
        string row = $"{RankText.Rank(ranked)}  {ranked.Entry.Machine}";
        int times = seen[row] = seen.GetValueOrDefault(row) + 1;
        JsonObject value = new()
        {
            // Two machines of one name and rank are two rows.
            ["row"] = times > 1 ? $"{row} ({times})" : row,
            ["machine"] = ranked.Entry.Machine,
            ["rank"] = RankText.Rank(ranked),
            ["banded"] = ranked.IsTie,
            ["provenance"] = Word(ranked.Entry.Provenance),
            ["points"] = score.Points,
            ["text"] = RankText.Points(score),
            ["from"] = RankText.Origin(ranked.Entry),
        };
        if (score.Interval is { } interval)
        {
            value["low"] = interval.Low;
            value["high"] = interval.High;
            value["interval"] = RankText.Interval(score);
        }
        return value;
    }
}
