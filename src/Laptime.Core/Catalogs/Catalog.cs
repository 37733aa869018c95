using System.Collections.Immutable;

namespace Laptime.Core.Catalogs;

/// <summary>Everything known about devices, providers, prices and published speeds at one moment.</summary>
public sealed record Catalog
{
    /// <summary>Device models, by id.</summary>
    public required ImmutableSortedDictionary<string, DeviceModel> Devices { get; init; }

    /// <summary>Providers, by id.</summary>
    public required ImmutableSortedDictionary<string, Provider> Providers { get; init; }

    /// <summary>Offers that may be used: those in quarantine are not among them.</summary>
    public required ImmutableArray<Offer> Offers { get; init; }

    /// <summary>Published speeds.</summary>
    public required ImmutableArray<PublishedSpeed> Speeds { get; init; }

    /// <summary>What the short names of sources stand for; what was imported is named after its feed and not in here.</summary>
    public ImmutableSortedDictionary<string, string> Sources { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
