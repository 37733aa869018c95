using System.Text.Json.Nodes;

namespace Laptime.Answers.Charts;

/// <summary>The parts that our Vega-Lite specifications are put together from.</summary>
public static class Vega
{
    /// <summary>Schema that the specifications follow.</summary>
    public const string Schema = "https://vega.github.io/schema/vega-lite/v6.json";

    /// <summary>A chart of layers over the same data, as wide as its place.</summary>
    public static JsonObject Layers(JsonArray values, int height, params JsonNode[] layers) =>
        new()
        {
            ["$schema"] = Schema,
            ["data"] = new JsonObject { ["values"] = values },
            ["width"] = "container",
            ["height"] = height,
            ["layer"] = new JsonArray(layers),
        };

    /// <summary>An axis of numbers with its unit; its scale need not begin at zero.</summary>
    public static JsonObject Number(string field, string title, bool isLog = false, bool fromZero = false) =>
        new()
        {
            ["field"] = field,
            ["type"] = "quantitative",
            ["title"] = title,
            ["scale"] = isLog
                ? new JsonObject { ["type"] = "log", ["nice"] = false }
                : new JsonObject { ["zero"] = fromZero },
        };

    /// <summary>A colour or shape for each of a few names, in this order.</summary>
    public static JsonObject Names(string field, IEnumerable<string> names, string? title = null) =>
        new()
        {
            ["field"] = field,
            ["type"] = "nominal",
            ["title"] = title,
            ["scale"] = new JsonObject { ["domain"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) },
        };

    /// <summary>What is told of the mark under the pointer: fields with the name that is shown.</summary>
    public static JsonArray Tooltip(params (string Field, string Title)[] fields) =>
        new([
            .. fields.Select(JsonNode (field) => new JsonObject { ["field"] = field.Field, ["title"] = field.Title }),
        ]);
}
