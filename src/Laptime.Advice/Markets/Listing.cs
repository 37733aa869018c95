using System.Collections.Immutable;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Markets;

/// <summary>The same configuration on the same terms in several places: the cheapest stands for all.</summary>
/// <param name="Offer">The cheapest.</param>
/// <param name="OtherPlaces">How many more there are, at the same price or dearer.</param>
public sealed record Listing(Offer Offer, int OtherPlaces)
{
    /// <summary>One listing per configuration and terms, in the order in which they first appear.</summary>
    public static ImmutableArray<Listing> Of(IEnumerable<Offer> offers) =>
        [
            .. offers
                .GroupBy(offer =>
                    (offer.Provider, offer.Instance, offer.Device, offer.RawDevice, offer.DeviceCount, offer.Pricing)
                )
                .Select(same => new Listing(Cheapest(same), same.Count() - 1)),
        ];

    /// <summary>Every offer by itself.</summary>
    public static ImmutableArray<Listing> Each(IEnumerable<Offer> offers) =>
        [.. offers.Select(offer => new Listing(offer, 0))];

    private static Offer Cheapest(IEnumerable<Offer> offers) =>
        offers
            .OrderBy(offer => offer.Price?.Value ?? (offer.Pricing is Pricing.Free ? 0 : decimal.MaxValue))
            .ThenBy(offer => offer.MonthlyFee?.Value ?? 0)
            .ThenBy(offer => offer.Region, StringComparer.Ordinal)
            .ThenBy(offer => offer.Zone, StringComparer.Ordinal)
            .First();
}
