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
        return beginnings.Any(beginning =>
            region.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)
            // Short codes are whole words: "in" is India, "indiana" is not.
            && (beginning.Length > 3 || region.Length == beginning.Length || !char.IsLetter(region[beginning.Length]))
        );
    }
}
