using System.Collections.Immutable;
using Laptime.Core.Catalogs;
using Laptime.Prices;

namespace Laptime.Answers.Catalogs;

/// <summary>Which offers are wanted. Null and empty: whichever.</summary>
public sealed record OfferFilter
{
    /// <summary>Looked for in every column.</summary>
    public string? Text { get; init; }

    /// <summary>Ids of devices.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Id of the provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Beginning of the region or zone, or a part of its name.</summary>
    public string? Region { get; init; }

    /// <summary>Kind of pricing, or a term: <c>reserved</c>, <c>reserved-12</c>.</summary>
    public string? Pricing { get; init; }

    /// <summary>Memory of one device, in GB.</summary>
    public double? MinMemoryGb { get; init; }

    /// <summary>USD per hour.</summary>
    public double? MaxPrice { get; init; }

    /// <summary>Prices of this day or later.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Whether prices of the past, kept for comparisons, are wanted too.</summary>
    public bool WithHistoric { get; init; }

    /// <summary>Orders that <see cref="Order"/> knows.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["price", "device-price", "provider", "device", "date"];

    /// <summary>The offers that are wanted.</summary>
    public IEnumerable<Offer> Apply(IEnumerable<Offer> offers, Catalog catalog) =>
        offers.Where(offer =>
            (WithHistoric || !offer.Flags.Contains(CatalogFiles.Historic))
            && (Devices.IsEmpty || offer.Device is { } id && Devices.Contains(id))
            && (Provider is null || offer.Provider == Provider)
            && (Region is null || Has(offer.Region, Region) || Has(offer.Zone, Region))
            && (Pricing is null || FitsPricing(offer.Pricing.ToString()))
            && (MinMemoryGb is not { } memory || Memory(offer, catalog) >= memory)
            && (MaxPrice is not { } most || offer.Price is { } price && price.Value <= (decimal)most)
            && (Since is not { } day || offer.Source.AsOf >= day)
            && (
                Text is null
                || Has(offer.Provider, Text)
                || Has(offer.Instance, Text)
                || Has(offer.Device, Text)
                || Has(offer.RawDevice, Text)
                || Has(offer.Region, Text)
            )
        );

    /// <summary>Puts offers in order; what has no price stands last.</summary>
    /// <param name="offers">The offers.</param>
    /// <param name="order">One of <see cref="Orders"/>; null: by price.</param>
    public static IEnumerable<Offer> Order(IEnumerable<Offer> offers, string? order) =>
        order switch
        {
            "provider" => offers.OrderBy(offer => offer.Provider, StringComparer.Ordinal).ThenBy(Price),
            "device" => offers.OrderBy(offer => offer.Device ?? "~", StringComparer.Ordinal).ThenBy(Price),
            "date" => offers.OrderByDescending(offer => offer.Source.AsOf).ThenBy(Price),
            "device-price" => offers.OrderBy(offer =>
                offer.DeviceCount >= 1 ? Price(offer) / offer.DeviceCount : decimal.MaxValue
            ),
            _ => offers.OrderBy(Price),
        };

    /// <summary>Whether the text names a kind of pricing, as <see cref="Pricing"/> takes it.</summary>
    public static bool IsPricing(string text) => text == "reserved" || Core.Catalogs.Pricing.TryParse(text) is not null;

    private static decimal Price(Offer offer) => offer.Price?.Value ?? decimal.MaxValue;

    private bool FitsPricing(string pricing) =>
        pricing == Pricing || Pricing == "reserved" && pricing.StartsWith("reserved-", StringComparison.Ordinal);

    private static double? Memory(Offer offer, Catalog catalog) =>
        offer.Device is { } id && catalog.Devices.TryGetValue(id, out var device) ? (double?)device.MemoryGb : null;

    private static bool Has(string? field, string text) =>
        field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
