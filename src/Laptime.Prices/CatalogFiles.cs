using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices;

/// <summary>Reads the catalog: what is shipped with the program, and the offers that the user imported.</summary>
public static class CatalogFiles
{
    /// <summary>Mark of shipped offers that are kept for comparisons and cannot be had today; imports do not replace them.</summary>
    public const string Historic = "historic";

    /// <summary>Directory of imported offers within a data directory.</summary>
    public static string DirectoryIn(string dataDirectory) => Path.Combine(dataDirectory, "catalog");

    /// <summary>What is shipped with the program.</summary>
    public static Catalog ReadShipped()
    {
        var devices = DeviceFile.Load();
        var providers = ProviderFile.Load();
        return new Catalog
        {
            Devices = devices.Devices,
            Providers = providers.Providers,
            Offers = [.. OfferCsv.Read(new StreamReader(Shipped.Open("offers.csv")))],
            Speeds = [.. SpeedCsv.Read(new StreamReader(Shipped.Open("speeds.csv")))],
            Sources = devices.Sources.SetItems(providers.Sources).SetItems(ReadSources()),
        };
    }

    /// <summary>
    /// What is shipped, and what was imported: imported rows take the place of the shipped rows of the same provider and
    /// pricing, except those that are <see cref="Historic"/>.
    /// </summary>
    /// <param name="dataDirectory">The user's data directory; it need not exist.</param>
    /// <param name="warn">Told of each imported file that cannot be read; the rest is read nevertheless.</param>
    public static Catalog Read(string dataDirectory, Action<string> warn)
    {
        var shipped = ReadShipped();
        var imported = ReadImported(dataDirectory, warn)
            .RemoveAll(offer => offer.Flags.Contains(ImportedOffers.Quarantined));
        if (imported.IsEmpty)
        {
            return shipped;
        }
        HashSet<(string, Pricing)> replaced =
        [
            .. imported
                .Where(offer => !offer.Flags.Contains(Historic))
                .Select(offer => (offer.Provider, offer.Pricing)),
        ];
        return shipped with
        {
            Offers =
            [
                .. shipped.Offers.Where(offer =>
                    offer.Flags.Contains(Historic) || !replaced.Contains((offer.Provider, offer.Pricing))
                ),
                .. imported,
            ],
        };
    }

    /// <summary>What was imported and is kept out of the catalog for its price.</summary>
    /// <param name="dataDirectory">The user's data directory; it need not exist.</param>
    /// <param name="warn">Told of each imported file that cannot be read.</param>
    public static ImmutableArray<Offer> ReadQuarantined(string dataDirectory, Action<string> warn) =>
        ReadImported(dataDirectory, warn).RemoveAll(offer => !offer.Flags.Contains(ImportedOffers.Quarantined));

    private static ImmutableArray<Offer> ReadImported(string dataDirectory, Action<string> warn)
    {
        var directory = DirectoryIn(dataDirectory);
        if (!Directory.Exists(directory))
        {
            return [];
        }
        var offers = ImmutableArray.CreateBuilder<Offer>();
        foreach (var file in Directory.GetFiles(directory, "*.csv").Order(StringComparer.Ordinal))
        {
            try
            {
                offers.AddRange(OfferCsv.Read(new StreamReader(file)).ToList());
            }
            catch (Exception e) when (e is CatalogException or IOException or UnauthorizedAccessException)
            {
                warn($"{file} is left out of the catalog: {e.Message}");
            }
        }
        return offers.DrainToImmutable();
    }

    internal static ImmutableSortedDictionary<string, string> ReadSources()
    {
        using var stream = Shipped.Open("sources.json");
        using var document = JsonDocument.Parse(stream);
        return document
            .RootElement.Members("sources")
            .ToImmutableSortedDictionary(
                member => member.Name,
                member => member.Value.GetString()!,
                StringComparer.Ordinal
            );
    }
}
