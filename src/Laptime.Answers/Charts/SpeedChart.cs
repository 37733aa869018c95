using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Laptime.Core.Results;

namespace Laptime.Answers.Charts;

/// <summary>The speeds of a run, a bar for each case, with intervals.</summary>
public static class SpeedChart
{
    private const int RowHeight = 24;

    /// <summary>The chart; null where no case has a figure.</summary>
    public static ChartSpec? Of(ImmutableArray<CaseResult> results)
    {
        ImmutableArray<CaseResult> measured = [.. results.Where(result => result.ItemsPerSecond > 0)];
        if (measured.IsEmpty)
        {
            return null;
        }
        bool withThreads = CaseText.NeedThreads(measured.Select(result => result.Case));
        string items = string.Join(
            " or ",
            measured.Select(result => $"{result.ItemName ?? "item"}s").Distinct(StringComparer.Ordinal)
        );
        JsonArray values = new([.. measured.Select(JsonNode (result) => Value(result, withThreads))]);
        JsonObject y = new()
        {
            ["field"] = "case",
            ["type"] = "nominal",
            ["title"] = null,
            ["sort"] = null,
            ["axis"] = new JsonObject { ["labelLimit"] = 300 },
        };
        JsonObject x = Vega.Number("rate", $"{items} per second", isLog: true);
        return new ChartSpec
        {
            Title = "Speed of each case",
            Caption = "The axis is logarithmic; bars through the points hold 95 % between launches.",
            Name = "speeds",
            Vega = Vega.Layers(
                values,
                Math.Max(60, measured.Length * RowHeight),
                new JsonObject
                {
                    ["transform"] = new JsonArray(new JsonObject { ["filter"] = "datum.low > 0" }),
                    ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2 },
                    ["encoding"] = new JsonObject
                    {
                        ["y"] = y,
                        ["x"] = Vega.Number("low", $"{items} per second", isLog: true),
                        ["x2"] = new JsonObject { ["field"] = "high" },
                        ["color"] = Mode(),
                    },
                },
                new JsonObject
                {
                    ["mark"] = new JsonObject
                    {
                        ["type"] = "point",
                        ["filled"] = true,
                        ["size"] = 60,
                        ["opacity"] = 1,
                    },
                    ["encoding"] = new JsonObject
                    {
                        ["y"] = y.DeepClone(),
                        ["x"] = x,
                        ["color"] = Mode(),
                        ["tooltip"] = Vega.Tooltip(("name", "Case"), ("mode", "Mode"), ("text", $"{items}/s")),
                    },
                }
            ),
            Columns =
            [
                new ChartColumn("Case"),
                new ChartColumn($"{items}/s", IsNumber: true),
                new ChartColumn("Step", IsNumber: true),
            ],
            Rows =
            [
                .. measured.Select(result =>
                    ImmutableArray.Create(
                        CaseText.Full(result.Case, withThreads),
                        ResultText.Rate(result),
                        result.StepTime?.ToString() ?? ""
                    )
                ),
            ],
        };
    }

    private static JsonObject Mode()
    {
        JsonObject color = Vega.Names("mode", ["stock", "tuned"]);
        color["legend"] = new JsonObject { ["orient"] = "top", ["title"] = null };
        return color;
    }

    private static JsonObject Value(CaseResult result, bool withThreads)
    {
        double rate = result.ItemsPerSecond!.Value;
        JsonObject value = new()
        {
            ["case"] =
                $"{CaseText.Name(result.Case)} {CaseText.Word(result.Case.Precision)}{(withThreads ? $" t{result.Case.Threads}" : "")}",
            ["name"] = CaseText.Full(result.Case, withThreads),
            ["mode"] = CaseText.Word(result.Case.Mode),
            ["rate"] = rate,
            ["text"] = ResultText.Rate(result),
        };
        if (result.HalfWidth is { } halfWidth and < 1)
        {
            value["low"] = rate * (1 - halfWidth);
            value["high"] = rate * (1 + halfWidth);
        }
        return value;
    }
}
