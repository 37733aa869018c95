using System.Globalization;
using System.Text.RegularExpressions;
using Laptime.Core.Quantities;

namespace Laptime.Observation.Signs;

/// <summary>Figures as training scripts print them. What is no figure gives null.</summary>
internal static class Figure
{
    /// <summary>Longest pattern match that is waited for; a line that takes longer is not recognised.</summary>
    public const int Patience = 100;

    /// <summary>A number: <c>12</c>, <c>0.31</c>, <c>1e-3</c>; a prefix counts in thousands, as tqdm writes it: <c>1.20k</c>.</summary>
    public static double? Number(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        double factor = text is [.., char last] ? Factor(last) : 1;
        return
            double.TryParse(
                factor == 1 ? text : text[..^1],
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out double value
            ) && double.IsFinite(value)
            ? value * factor
            : null;
    }

    /// <summary>The number in a group; null if the group did not match.</summary>
    public static double? Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? Number(found.ValueSpan) : null;

    /// <summary>A duration in a group, times a unit in seconds; null if the group did not match or is not above zero.</summary>
    public static Seconds? Duration(Match match, string group, double unit) =>
        Number(match, group) is > 0 and double value ? new Seconds(value * unit) : null;

    private static double Factor(char suffix) =>
        suffix switch
        {
            'k' or 'K' => 1e3,
            'M' => 1e6,
            'G' => 1e9,
            _ => 1,
        };
}
