using Laptime.Prices.Formats;

namespace Laptime.Prices.Importing;

/// <summary>Reads price lists in every form known, told apart by their content.</summary>
public static class OfferImporter
{
    private static readonly IPriceFormat[] Formats =
    [
        new CanonicalCsv(),
        new SkyPilotCsv(),
        new GpuhuntCsv(),
        new FsdlCsv(),
        new FsdlServerlessCsv(),
        new GpuPricingCsv(),
        new AcceleratorNamesCsv(),
        new VastBundlesJson(),
        new AzureRetailJson(),
        new CloudGpusJson(),
        new TpuPricingJson(),
        new DatedPricesJson(),
        new StatedOffersJson(),
        new FeedListJson(),
    ];

    /// <summary>Names of the forms, for people.</summary>
    public static IEnumerable<string> FormatNames => Formats.Select(format => format.Name);

    /// <summary>Reads a list.</summary>
    /// <param name="stream">The list; read to its end, left open.</param>
    /// <param name="context">What the import rests on.</param>
    /// <exception cref="CatalogException">It cannot be read, or it is in no form known; the message says what to do.</exception>
    /// <exception cref="IOException">The stream failed.</exception>
    public static ImportedOffers Import(Stream stream, ImportContext context)
    {
        using var list = PriceList.Open(stream);
        var format =
            Array.Find(Formats, format => format.Recognises(list))
            ?? throw new CatalogException(
                $"This is no price list in a form that is known: {string.Join(", ", FormatNames)}."
            );
        OfferIntake intake = new(context with { SourceId = format.SourceId }, format.Name);
        var provider = format.Read(list, intake);
        return intake.Finish(provider is null ? format.SourceId : $"{format.SourceId}-{provider}");
    }
}
