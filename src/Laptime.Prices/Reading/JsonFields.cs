using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Laptime.Prices.Reading;

/// <summary>Members of JSON objects; what is missing or null is not known.</summary>
internal static class JsonFields
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    public static IEnumerable<JsonElement> Items(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var items) ? items.EnumerateArray() : Enumerable.Empty<JsonElement>();

    public static IEnumerable<JsonProperty> Members(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var member) ? member.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    public static ImmutableArray<string> Texts(this JsonElement row, string name) =>
        [.. row.Items(name).Select(item => item.GetString()!)];

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    public static string? TextOrNull(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static double? NumberOrNull(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    public static decimal? DecimalOrNull(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out var number)
            ? number
            : null;

    public static DateOnly? DateOrNull(this JsonElement row, string name) => ParseDate(row.TextOrNull(name));

    /// <summary>A day, or the first day of a month or year; null if it is none of them.</summary>
    public static DateOnly? ParseDate(string? text) =>
        DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
