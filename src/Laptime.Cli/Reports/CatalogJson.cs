using System.Globalization;
using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Reports;

/// <summary>Members that the JSON of several catalog commands shares. What is not known is left out.</summary>
internal static class CatalogJson
{
    public static void WriteKnown(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void WriteKnown(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void WriteKnown(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void WriteKnown(this Utf8JsonWriter json, string name, int? value) =>
        json.WriteKnown(name, (long?)value);

    public static void WriteKnown(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }

    public static void WriteKnown(this Utf8JsonWriter json, string name, DateOnly? value) =>
        json.WriteKnown(name, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static void WriteKnown(this Utf8JsonWriter json, string name, Seconds? value) =>
        json.WriteKnown(name, value?.Value);

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }

    /// <summary>A source with its day and place.</summary>
    public static void WriteSource(this Utf8JsonWriter json, Source source)
    {
        json.WriteString("source", source.Id);
        json.WriteKnown("as_of", source.AsOf);
        json.WriteKnown("source_row", source.Where);
    }

    /// <summary>What the short names of sources stand for.</summary>
    public static void WriteSources(this Utf8JsonWriter json, Catalog catalog, IEnumerable<string> ids)
    {
        json.WriteStartObject("sources");
        foreach (string id in ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            json.WriteKnown(id, catalog.Sources.GetValueOrDefault(id));
        }
        json.WriteEndObject();
    }
}
