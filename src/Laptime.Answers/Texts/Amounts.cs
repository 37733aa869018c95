using System.Globalization;
using System.Text.RegularExpressions;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Texts;

/// <summary>Reads amounts as people type them. Nothing negative, nothing without the unit that it needs.</summary>
public static partial class Amounts
{
    /// <summary>A number with an optional k, M, G or T: <c>25k</c>, <c>90M</c>, <c>1.5e6</c>.</summary>
    public static double? Count(string text)
    {
        double factor = text is [.., char last] ? Factor(last) : 1;
        return Number(factor == 1 ? text : text[..^1]) * factor;
    }

    /// <summary>A duration with its units: <c>90m</c>, <c>8h</c>, <c>2d</c>, <c>1h30m</c>.</summary>
    public static Seconds? Duration(string text)
    {
        if (!Durations().IsMatch(text))
        {
            return null;
        }
        double seconds = 0;
        foreach (Match part in DurationPart().Matches(text))
        {
            double unit = part.Groups["unit"].Value switch
            {
                "s" => 1,
                "m" or "min" => 60,
                "h" => 3600,
                "d" => 86_400,
                _ => 7 * 86_400,
            };
            seconds += double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * unit;
        }
        return seconds <= 1e10 ? new Seconds(seconds) : null;
    }

    /// <summary>An amount of memory with its unit: <c>6GiB</c>, <c>16GB</c>, <c>512MiB</c>.</summary>
    public static Bytes? Memory(string text)
    {
        Match match = Memories().Match(text);
        if (!match.Success)
        {
            return null;
        }
        double unit = match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "MIB" => 1 << 20,
            "GIB" => 1 << 30,
            "TIB" => 1L << 40,
            "MB" => 1e6,
            "GB" => 1e9,
            _ => 1e12,
        };
        double bytes = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * unit;
        return bytes is > 0 and < 1e18 ? new Bytes((long)bytes) : null;
    }

    /// <summary>Dollars: <c>20</c>, <c>$0.30</c>.</summary>
    public static Usd? Money(string text) =>
        decimal.TryParse(
            text.TrimStart('$'),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out decimal dollars
        )
        && dollars < 1_000_000_000m
            ? new Usd(dollars)
            : null;

    /// <summary>A day: <c>2018-12-31</c>.</summary>
    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : null;

    /// <summary>A number that is not negative.</summary>
    public static double? Number(string text) =>
        double.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out double number
        ) && double.IsFinite(number)
            ? number
            : null;

    private static double Factor(char suffix) =>
        suffix switch
        {
            'k' or 'K' => 1e3,
            'M' => 1e6,
            'G' or 'B' => 1e9,
            'T' => 1e12,
            _ => 1,
        };

    [GeneratedRegex(@"^(\d+(\.\d+)?(s|min|m|h|d|w))+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Durations();

    [GeneratedRegex(
        @"(?<number>\d+(\.\d+)?)(?<unit>s|min|m|h|d|w)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex DurationPart();

    [GeneratedRegex(
        @"^(?<number>\d+(\.\d+)?)\s*(?<unit>[MGT]i?B)$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Memories();
}
