using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Laptime.Core.AiBenchmark;

namespace Laptime.Answers.Charts;

/// <summary>How many times as fast others are as the first, case by case, with intervals; outliers on top.</summary>
public static class RatioChart
{
    private const int RowHeight = 22;
    private const string MeanName = "geometric mean";

    /// <summary>The chart.</summary>
    /// <param name="first">What the others are compared with.</param>
    /// <param name="others">The others, each with its ratios to the first; each with a case in common at least.</param>
    public static ChartSpec Of(string first, ImmutableArray<(string Name, RatioTable Ratios)> others)
    {
        ImmutableArray<(string Other, RatioRow Row)> rows =
        [
            .. others.SelectMany(other =>
                other.Ratios.Rows.Select(row => (other.Name, row)).Append((other.Name, other.Ratios.Mean!))
            ),
        ];
        // Outliers first, by the comparison in which they are furthest out; the mean at the end.
        string[] names =
        [
            .. others
                .SelectMany(other =>
                    other.Ratios.Rows.Select(row => (row.Name, Distance: Math.Abs(row.Log - other.Ratios.Mean!.Log)))
                )
                .GroupBy(row => row.Name, StringComparer.Ordinal)
                .OrderByDescending(group => group.Max(row => row.Distance))
                .Select(group => group.Key),
            MeanName,
        ];
        JsonArray values = new([.. rows.Select(JsonNode (one) => Value(one.Other, one.Row))]);
        return new ChartSpec
        {
            Title = $"How many times as fast as {first}",
            Caption = "Right of the line is faster. Bars hold 95 %; where a side has one launch alone there is none.",
            Name = "ratios",
            Vega = Draw(values, names, [.. others.Select(other => other.Name)]),
            Columns =
            [
                new ChartColumn("Case"),
                new ChartColumn("Machine"),
                new ChartColumn("Times as fast", IsNumber: true),
                new ChartColumn("From", IsNumber: true),
                new ChartColumn("To", IsNumber: true),
            ],
            Rows =
            [
                .. rows.Select(one =>
                    ImmutableArray.Create(
                        one.Row.Name,
                        one.Other,
                        Text(one.Row.SpeedUp),
                        one.Row.Interval is { } interval ? Text(interval.Low) : "",
                        one.Row.Interval is { } known ? Text(known.High) : ""
                    )
                ),
            ],
        };
    }

    private static JsonObject Draw(JsonArray values, string[] names, ImmutableArray<string> others)
    {
        JsonObject y = new()
        {
            ["field"] = "case",
            ["type"] = "nominal",
            ["title"] = null,
            ["sort"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
            ["axis"] = new JsonObject { ["grid"] = true, ["labelLimit"] = 260 },
        };
        JsonObject offset = new() { ["field"] = "machine" };
        JsonObject color = Vega.Names("machine", others);
        color["legend"] =
            others.Length > 1
                ? new JsonObject
                {
                    ["orient"] = "top",
                    ["title"] = null,
                    ["labelLimit"] = 400,
                }
                : null;
        JsonObject bars = new()
        {
            ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2 },
            ["encoding"] = new JsonObject
            {
                ["y"] = y,
                ["x"] = Vega.Number("low", "Times as fast", isLog: true),
                ["x2"] = new JsonObject { ["field"] = "high" },
                ["color"] = color,
            },
            ["transform"] = new JsonArray(new JsonObject { ["filter"] = "datum.low != null" }),
        };
        JsonObject points = new()
        {
            ["mark"] = new JsonObject
            {
                ["type"] = "point",
                ["filled"] = true,
                ["size"] = 55,
                ["opacity"] = 1,
            },
            ["encoding"] = new JsonObject
            {
                ["y"] = y.DeepClone(),
                ["x"] = Vega.Number("ratio", "Times as fast", isLog: true),
                ["color"] = color.DeepClone(),
                ["tooltip"] = Vega.Tooltip(("case", "Case"), ("machine", "Machine"), ("text", "Times as fast")),
            },
        };
        if (others.Length > 1)
        {
            bars["encoding"]!["yOffset"] = offset;
            points["encoding"]!["yOffset"] = offset.DeepClone();
        }
        JsonObject even = new()
        {
            ["data"] = new JsonObject { ["values"] = new JsonArray(new JsonObject { ["at"] = 1 }) },
            ["mark"] = new JsonObject { ["type"] = "rule", ["style"] = "muted" },
            ["encoding"] = new JsonObject
            {
                ["x"] = new JsonObject { ["field"] = "at", ["type"] = "quantitative" },
            },
        };
        return Vega.Layers(
            values,
            Math.Max(90, names.Length * RowHeight * Math.Max(1, (others.Length + 1) / 2)),
            even,
            bars,
            points
        );
    }

    private static JsonObject Value(string other, RatioRow row)
    {
        JsonObject value = new()
        {
            ["case"] = row.Name,
            ["machine"] = other,
            ["ratio"] = row.SpeedUp,
            ["text"] = ResultText.SpeedUp(row),
        };
        if (row.Interval is { } interval)
        {
            value["low"] = interval.Low;
            value["high"] = interval.High;
        }
        return value;
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
