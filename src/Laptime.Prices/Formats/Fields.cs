using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>What many forms share in reading fields.</summary>
internal static class Fields
{
    /// <summary>Prices closer than this share of each other differ by rounding only.</summary>
    private const decimal Rounding = 0.0005m;

    public static string? TextOrNull(string text) => text.Length > 0 ? text : null;

    /// <summary>A number above zero; null for anything else.</summary>
    public static decimal? Positive(string text) => Decimals.Parse(text) is > 0 and var number ? number : null;

    /// <summary>A price such as 3.06, $3.06 or 1,200.50; null if the field is empty or no number, which is objected to.</summary>
    public static decimal? Price(string text, OfferIntake intake)
    {
        var bare = text.Replace("$", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        if (bare.Length == 0)
        {
            return null;
        }
        var price = Decimals.Parse(bare);
        if (price is null)
        {
            intake.Object(LeftOut.Unreadable, $"price '{text}'");
        }
        return price;
    }

    /// <summary>What a spot price is marked with beside the price on demand; null: nothing.</summary>
    public static string? SpotFlag(decimal spot, decimal? onDemand) =>
        onDemand is not { } full || full <= 0 ? null
        : spot > full * (1 + Rounding) ? "spot-above-on-demand"
        : spot >= full * (1 - Rounding) ? "spot-equals-on-demand"
        : null;
}
