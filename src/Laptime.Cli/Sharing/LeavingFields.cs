using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Laptime.Cli.Sharing;

/// <summary>A field of a document that leaves this machine.</summary>
/// <param name="Path">JSONPath; <c>[*]</c> stands for every place of a list.</param>
/// <param name="Value">Its value; of a list its different values, of many figures their number.</param>
internal sealed record LeavingField(string Path, string Value);

/// <summary>
/// What of a run leaves this machine, field by field: read from the very document that is sent, so that nothing can leave
/// that is not here.
/// </summary>
internal static partial class LeavingFields
{
    private const int MostFigures = 4;
    private const int MostTexts = 100;

    /// <summary>All fields, in the order of the document.</summary>
    public static ImmutableArray<LeavingField> Of(byte[] document)
    {
        List<string> order = [];
        Dictionary<string, List<string>> values = new(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(document);
        Visit(
            json.RootElement,
            "$",
            (path, value) =>
            {
                if (!values.TryGetValue(path, out List<string>? there))
                {
                    values[path] = there = [];
                    order.Add(path);
                }
                there.Add(value);
            }
        );
        return [.. order.Select(path => new LeavingField(path, Describe(values[path])))];
    }

    /// <summary>Fields that stand in one document and not, or not the same, in the other: what was left out.</summary>
    public static ImmutableArray<string> LeftOut(byte[] whole, byte[] sent)
    {
        Dictionary<string, string> there = new(StringComparer.Ordinal);
        using (var json = JsonDocument.Parse(sent))
        {
            Visit(json.RootElement, "$", (path, value) => there[path] = value, withPlaces: true);
        }
        List<string> left = [];
        using (var json = JsonDocument.Parse(whole))
        {
            Visit(
                json.RootElement,
                "$",
                (path, value) =>
                {
                    if (!there.TryGetValue(path, out string? other) || other != value)
                    {
                        left.Add(AnyPlace().Replace(path, "[*]"));
                    }
                },
                withPlaces: true
            );
        }
        return [.. left.Distinct(StringComparer.Ordinal)];
    }

    private static void Visit(JsonElement element, string path, Action<string, string> take, bool withPlaces = false)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    Visit(member.Value, $"{path}.{member.Name}", take, withPlaces);
                }
                break;
            case JsonValueKind.Array:
                int place = 0;
                foreach (JsonElement one in element.EnumerateArray())
                {
                    Visit(one, withPlaces ? $"{path}[{place++}]" : $"{path}[*]", take, withPlaces);
                }
                break;
            case JsonValueKind.Null:
                break;
            default:
                take(path, element.ToString());
                break;
        }
    }

    private static string Describe(List<string> values)
    {
        string[] different = [.. values.Distinct(StringComparer.Ordinal)];
        // Texts may hold names; figures do not.
        bool areFigures = Array.TrueForAll(
            different,
            value => double.TryParse(value, CultureInfo.InvariantCulture, out _)
        );
        return different.Length <= (areFigures ? MostFigures : MostTexts)
            ? string.Join(" | ", different)
            : $"{different[0]} | {different[1]} | … ({different.Length} different values)";
    }

    [GeneratedRegex(@"\[\d+\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyPlace();
}
