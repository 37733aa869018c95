using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Answers.Catalogs;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Catalogs;
using Laptime.Prices;
using Laptime.Prices.Reading;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog offers</c>.</summary>
internal static class CatalogOffersCommand
{
    /// <summary>Rows of a table for people, unless they ask for more.</summary>
    private const int ReadableRows = 40;

    private static readonly Argument<string?> Text = new("text")
    {
        Description = "What provider, instance, device or region must hold; any unless it is given",
        HelpName = "TEXT",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<ImmutableArray<string>> Device = CatalogOptions.Device();
    private static readonly Option<string?> Provider = CatalogOptions.Provider("Provider, by id or any of its names");
    private static readonly Option<string?> Region = new("--region")
    {
        Description = "A part of the region's or zone's name",
        HelpName = "TEXT",
    };
    private static readonly Option<string?> PricingTerms = CatalogOptions.Pricing();
    private static readonly Option<double?> MinMemory = CatalogOptions.MinMemory();
    private static readonly Option<double?> MaxPrice = new("--max-price")
    {
        Description = "Price of the whole, at most",
        HelpName = "USD/H",
    };
    private static readonly Option<DateOnly?> Since = CatalogOptions.Date("--since", "Prices of this day or later");
    private static readonly Option<bool> Historic = new("--historic")
    {
        Description = "Also prices of the past, kept for comparisons.",
    };
    private static readonly Option<bool> Quarantined = new("--quarantined")
    {
        Description = "Imported offers that are kept out for their price.",
    };
    private static readonly Option<bool> Csv = new("--csv")
    {
        Description = "Write CSV instead of text; it can be imported.",
    };

    private static readonly Option<string?> Sort = CatalogOptions.Word(
        "--sort",
        "Order; price unless it is given",
        [.. OfferFilter.Orders]
    );

    private static readonly Option<int?> Limit = CatalogOptions.Limit(
        $"Show no more than these; {ReadableRows} in a table unless it is given"
    );

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "offers",
            "Shows what can be rented, where, and for how much.",
            new Example("laptime catalog offers --device t4 --pricing spot", "the cheapest first"),
            new Example("laptime catalog offers --min-memory 40 --max-price 2", "large memory for little"),
            new Example("laptime catalog offers --csv", "all, for a spreadsheet")
        )
        {
            Arguments = { Text },
            Options =
            {
                Device,
                Provider,
                Region,
                PricingTerms,
                MinMemory,
                MaxPrice,
                Since,
                Historic,
                Quarantined,
                Sort,
                Limit,
                ReadingOptions.Json,
                Csv,
            },
        };
        command.SetAction(parsed =>
        {
            Catalog catalog = OpenedCatalog.Read(screen);
            bool quarantined = parsed.GetValue(Quarantined);
            IEnumerable<Offer> all = quarantined
                ? CatalogFiles.ReadQuarantined(OpenedCatalog.Directory, screen.Warn)
                : catalog.Offers;
            ImmutableArray<Offer> offers =
            [
                .. OfferFilter.Order(Filter(parsed, quarantined).Apply(all, catalog), parsed.GetValue(Sort)),
            ];
            ImmutableArray<Offer> shown = Take(offers, parsed.GetValue(Limit));
            if (parsed.GetValue(ReadingOptions.Json))
            {
                OfferReport.WriteJson(shown, screen);
            }
            else if (parsed.GetValue(Csv))
            {
                OfferCsv.Write(shown, screen.Results);
            }
            else if (offers.IsEmpty)
            {
                screen.Say(
                    quarantined
                        ? "No offer is in quarantine."
                        : "No offer is like that; --historic also shows prices of the past."
                );
            }
            else
            {
                shown = Take(offers, parsed.GetValue(Limit) ?? ReadableRows);
                OfferReport.Write(shown, screen);
                if (shown.Length < offers.Length)
                {
                    screen.Say($"{shown.Length} of {offers.Length} offers; --limit {offers.Length} shows all.");
                }
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static OfferFilter Filter(ParseResult parsed, bool quarantined)
    {
        ImmutableArray<string> devices = parsed.GetValue(Device);
        return new OfferFilter
        {
            Text = parsed.GetValue(Text),
            Devices = devices.IsDefault ? [] : devices,
            Provider = parsed.GetValue(Provider),
            Region = parsed.GetValue(Region),
            Pricing = parsed.GetValue(PricingTerms),
            MinMemoryGb = parsed.GetValue(MinMemory),
            MaxPrice = parsed.GetValue(MaxPrice),
            Since = parsed.GetValue(Since),
            WithHistoric = parsed.GetValue(Historic) || quarantined,
        };
    }

    private static ImmutableArray<Offer> Take(ImmutableArray<Offer> offers, int? limit) =>
        limit is { } most && most < offers.Length ? offers[..Math.Max(0, most)] : offers;
}
