using System.Globalization;
using System.Text.RegularExpressions;

namespace Laptime.Prices.Naming;

/// <summary>What the spelling of a device's name says.</summary>
internal static partial class NameText
{
    /// <summary>Letters and digits alone, in lower case.</summary>
    public static string Letters(string text) =>
        string.Concat(text.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>The name without maker, family and memory; and the memory, in GB, if the name tells one.</summary>
    public static (string Key, decimal? Memory) Split(string name)
    {
        var memory = Memory().Match(name);
        var rest = memory.Success ? name.Remove(memory.Index, memory.Length) : name;
        var key = Letters(MakerOrFamily().Replace(rest, ""));
        return (
            key,
            memory.Success
                ? decimal.Parse(memory.Groups["gb"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
                : null
        );
    }

    /// <summary>Words for how a device is built in: <c>sxm</c>, <c>sxm4</c>, <c>pcie</c>, <c>nvl</c>.</summary>
    public static List<string> FormFactors(string text) =>
        [
            .. FormFactor()
                .Matches(text)
                .Select(match => match.Groups["word"].Value.ToLowerInvariant())
                .Select(word => word == "hgx" ? "sxm" : word),
        ];

    /// <summary>Whether a word means a form factor: <c>sxm</c> means any generation of it.</summary>
    public static bool IsFormFactor(string word, string? formFactor) =>
        formFactor is not null
        && (
            formFactor == word
            || formFactor == "sxm" && word.StartsWith("sxm", StringComparison.Ordinal)
            || word == "sxm" && formFactor.StartsWith("sxm", StringComparison.Ordinal)
        );

    [GeneratedRegex(
        @"(?<![a-z0-9])(?<gb>\d{1,3})\s?(?:gb|gib|g)(?![a-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Memory();

    [GeneratedRegex(
        "(?<![a-z])(?:nvidia|amd|intel|google|tesla|geforce|instinct|generation)(?![a-z])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex MakerOrFamily();

    [GeneratedRegex(
        @"(?<![a-z])(?<word>sxm\d?|pcie|nvl|hgx)(?![a-z])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex FormFactor();
}
