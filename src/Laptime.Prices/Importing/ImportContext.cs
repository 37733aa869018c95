using Laptime.Prices.Naming;

namespace Laptime.Prices.Importing;

/// <summary>What an import rests on.</summary>
public sealed record ImportContext
{
    /// <summary>Names of devices.</summary>
    public required DeviceNames Devices { get; init; }

    /// <summary>Names of providers.</summary>
    public required ProviderNames Providers { get; init; }

    /// <summary>Plausible prices.</summary>
    public required PriceBands Bands { get; init; }

    /// <summary>Today: no price is later.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Id of the provider as the user says; null: as the list says.</summary>
    public string? Provider { get; init; }

    /// <summary>Day of the prices as the user says; null: as the list says, or not known.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Short name of the feed; set by the format that recognises the list.</summary>
    public string SourceId { get; init; } = "unknown";

    /// <summary>What is shipped.</summary>
    public static ImportContext Shipped(DateOnly today) =>
        new()
        {
            Devices = DeviceNames.ReadShipped(),
            Providers = ProviderNames.ReadShipped(),
            Bands = new PriceBands(CatalogFiles.ReadShipped().Offers),
            Today = today,
        };
}
