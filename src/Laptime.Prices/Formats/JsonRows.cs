using System.Text.Json;
using Laptime.Prices.Importing;

namespace Laptime.Prices.Formats;

/// <summary>Arrays of JSON objects, read as rows.</summary>
internal static class JsonRows
{
    /// <summary>Whether it is an object with this member.</summary>
    public static bool Has(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out _);

    /// <summary>Whether the first element of an array in an object has all these members.</summary>
    public static bool FirstHas(PriceList list, string array, params string[] names) =>
        list.Json is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty(array, out var rows)
        && rows.ValueKind == JsonValueKind.Array
        && rows.EnumerateArray().Take(1).Any(first => names.All(name => Has(first, name)));

    /// <summary>The objects of an array with their numbers from 1; what is no object is left out on the way.</summary>
    public static IEnumerable<(JsonElement Row, int Number)> Of(JsonElement root, string array, OfferIntake intake)
    {
        var number = 0;
        foreach (var row in root.GetProperty(array).EnumerateArray())
        {
            number++;
            if (row.ValueKind == JsonValueKind.Object)
            {
                yield return (row, number);
            }
            else
            {
                intake.Refuse(LeftOut.Unreadable, $"number {number} is no object");
            }
        }
    }
}
