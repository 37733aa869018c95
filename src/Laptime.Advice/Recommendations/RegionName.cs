namespace Laptime.Advice.Recommendations;

/// <summary>Regions as providers name them, and the parts of the world in which they lie.</summary>
public static class RegionName
{
    private static readonly Dictionary<string, string[]> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eu"] =
        [
            "eu",
            "europe",
            "westeurope",
            "northeurope",
            "france",
            "germany",
            "italy",
            "spain",
            "sweden",
            "norway",
            "poland",
            "switzerland",
            "netherlands",
            "austria",
            "finland",
            "denmark",
            "ireland",
            "belgium",
            "portugal",
            "czech",
            "fsn",
            "nbg",
            "hel",
            "ams",
            "fra",
            "de",
            "fr",
            "nl",
            "se",
            "no",
            "pl",
            "it",
            "es",
            "fi",
            "at",
            "ch",
        ],
        ["us"] =
        [
            "us",
            "usa",
            "eastus",
            "westus",
            "centralus",
            "northcentralus",
            "southcentralus",
            "westcentralus",
            "northamerica-us",
        ],
        ["uk"] = ["uk", "uksouth", "ukwest", "gb", "europe-west2", "eu-west-2"],
        ["ca"] = ["ca", "canada", "canadacentral", "canadaeast", "northamerica-northeast"],
        ["asia"] =
        [
            "asia",
            "ap",
            "japan",
            "korea",
            "india",
            "singapore",
            "eastasia",
            "southeastasia",
            "hongkong",
            "taiwan",
            "jp",
            "kr",
            "in",
            "sg",
            "as",
        ],
    };

    /// <summary>Names of the parts of the world.</summary>
    public static IEnumerable<string> Known => Parts.Keys;

    /// <summary>Whether a region lies in a part of the world, or begins as given; null: the region is not known.</summary>
    /// <param name="region">Region as the provider names it.</param>
    /// <param name="wanted">A part of the world, or the beginning of a region's name.</param>
    public static bool? IsIn(string? region, string wanted)
    {
        if (string.IsNullOrWhiteSpace(region))
        {
            return null;
        }
        if (!Parts.TryGetValue(wanted, out string[]? beginnings))
        {
            return region.StartsWith(wanted, StringComparison.OrdinalIgnoreCase);
        }
        HashSet<string> words = Words(region);
        // Where the United States are named, "ca" is California and "in" Indiana.
        if (words.Contains("us") && !string.Equals(wanted, "us", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        return beginnings.Any(beginning =>
            words.Contains(beginning)
            || (beginning.Length > 3 && words.Any(word => word.StartsWith(beginning, StringComparison.Ordinal)))
        );
    }

    private static HashSet<string> Words(string region)
    {
        HashSet<string> words = new(StringComparer.Ordinal);
        foreach (string word in region.ToLowerInvariant().Split(['-', '_', ' ', ',', '.', '/']))
        {
            // "us1" lies where "us" does; digits do not matter.
            words.Add(word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
        }
        words.Add(region.ToLowerInvariant());
        return words;
    }
}
