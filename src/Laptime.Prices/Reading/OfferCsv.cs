using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Prices.Reading;

/// <summary>
/// Offers as a table: one row is one configuration at one price. data/offers.csv, what imports are kept as, and what
/// <c>laptime catalog offers --csv</c> writes. docs/catalogs.md lists the columns.
/// </summary>
public static class OfferCsv
{
    /// <summary>Names of the columns, in the order written. They are read in any order.</summary>
    public static readonly ImmutableArray<string> Columns =
    [
        "provider",
        "instance",
        "device",
        "raw_device",
        "device_count",
        "vcpu",
        "ram_gib",
        "disk_gb",
        "region",
        "zone",
        "pricing",
        "usd_per_hour",
        "usd_per_month",
        "usd_per_gb_month_storage",
        "billing_step_seconds",
        "as_of",
        "source",
        "source_row",
        "flags",
    ];

    /// <summary>Reads offers that Laptime wrote.</summary>
    /// <param name="reader">The table; closed at the end.</param>
    /// <exception cref="CatalogException">A row makes no sense; the message names its line.</exception>
    public static IEnumerable<Offer> Read(TextReader reader)
    {
        using CsvRows rows = new(reader);
        OfferColumns columns = new(rows);
        while (rows.Read())
        {
            yield return columns.Read();
        }
    }

    /// <summary>Writes the header and all offers.</summary>
    /// <remarks>A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).</remarks>
    public static void Write(IEnumerable<Offer> offers, TextWriter writer)
    {
        using CsvWriter csv = new(
            writer,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                NewLine = "\n",
                InjectionOptions = InjectionOptions.Escape,
            },
            leaveOpen: true
        );
        foreach (var column in Columns)
        {
            csv.WriteField(column);
        }
        csv.NextRecord();
        foreach (var offer in offers)
        {
            Write(offer, csv);
        }
        csv.Flush();
    }

    private static void Write(Offer offer, CsvWriter csv)
    {
        csv.WriteField(offer.Provider);
        csv.WriteField(offer.Instance);
        csv.WriteField(offer.Device);
        csv.WriteField(offer.RawDevice);
        csv.WriteField(Text(offer.DeviceCount));
        csv.WriteField(Text(offer.Vcpu));
        csv.WriteField(Text(offer.RamGib));
        csv.WriteField(Text(offer.DiskGb));
        csv.WriteField(offer.Region);
        csv.WriteField(offer.Zone);
        csv.WriteField(offer.Pricing.ToString());
        csv.WriteField(Text(offer.Price?.Value));
        csv.WriteField(Text(offer.MonthlyFee?.Value));
        csv.WriteField(Text(offer.StoragePricePerGbMonth?.Value));
        csv.WriteField(offer.BillingStep?.Value.ToString(CultureInfo.InvariantCulture));
        csv.WriteField(offer.Source.AsOf?.ToString("O", CultureInfo.InvariantCulture));
        csv.WriteField(offer.Source.Id);
        csv.WriteField(offer.Source.Where);
        csv.WriteField(string.Join(' ', offer.Flags));
        csv.NextRecord();
    }

    private static string? Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Makes offers of rows in the canonical columns.</summary>
internal sealed class OfferColumns(CsvRows rows)
{
    private readonly int[] columns = [.. OfferCsv.Columns.Select(rows.Find)];
    private readonly Dictionary<string, Pricing> pricings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOnly?> dates = new(StringComparer.Ordinal);

    /// <summary>The current row.</summary>
    /// <exception cref="CatalogException">It makes no sense.</exception>
    public Offer Read() =>
        new()
        {
            Provider = Required(0),
            Instance = Required(1),
            Device = Text(2),
            RawDevice = Text(3),
            DeviceCount = Number(4) ?? 0,
            Vcpu = Number(5),
            RamGib = Number(6),
            DiskGb = Number(7),
            Region = Text(8),
            Zone = Text(9),
            Pricing = Pricing(),
            Price = Number(11) is { } price ? new UsdPerHour(price) : null,
            MonthlyFee = Number(12) is { } fee ? new Usd(fee) : null,
            StoragePricePerGbMonth = Number(13) is { } storage ? new Usd(storage) : null,
            BillingStep = Number(14) is { } step ? new Seconds((double)step) : null,
            Source = new Source(Text(16) ?? "unknown", Date(), Text(17)),
            Flags = Flags(),
        };

    /// <summary>A field; null if it is empty. The apostrophe that guards a formula is taken off.</summary>
    private string? Text(int column)
    {
        var text = rows[columns[column]];
        return text switch
        {
            "" => null,
            ['\'', '=' or '+' or '-' or '@', ..] => text[1..],
            _ => text,
        };
    }

    private string Required(int column) =>
        Text(column) ?? throw new CatalogException($"Line {rows.Line} has no {OfferCsv.Columns[column]}.");

    private decimal? Number(int column)
    {
        var text = rows[columns[column]];
        return text.Length == 0
            ? null
            : Decimals.Parse(text)
                ?? throw new CatalogException($"Line {rows.Line}: {OfferCsv.Columns[column]} is no number: '{text}'.");
    }

    private Pricing Pricing()
    {
        var text = rows[columns[10]];
        if (!pricings.TryGetValue(text, out var pricing))
        {
            pricing =
                Core.Catalogs.Pricing.TryParse(text)
                ?? throw new CatalogException(
                    $"Line {rows.Line}: there is no pricing '{text}': on-demand, spot, reserved-<months>, subscription or free."
                );
            pricings.Add(text, pricing);
        }
        return pricing;
    }

    private DateOnly? Date()
    {
        var text = rows[columns[15]];
        if (!dates.TryGetValue(text, out var date))
        {
            date = JsonFields.ParseDate(text);
            if (date is null && text.Length > 0)
            {
                throw new CatalogException($"Line {rows.Line}: as_of is no date like 2026-05-20: '{text}'.");
            }
            dates.Add(text, date);
        }
        return date;
    }

    private ImmutableArray<string> Flags()
    {
        var text = rows[columns[18]];
        if (!flags.TryGetValue(text, out var words))
        {
            words = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            flags.Add(text, words);
        }
        return words;
    }
}
