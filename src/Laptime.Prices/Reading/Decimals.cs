using System.Globalization;

namespace Laptime.Prices.Reading;

/// <summary>Numbers in the fields of tables.</summary>
internal static class Decimals
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A number; null if the field is empty or none.</summary>
    public static decimal? Parse(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? number : null;
}
