using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;

namespace Laptime.Cli.Reports;

/// <summary>Offers.</summary>
internal static class OfferReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.catalog-offers/1";

    /// <summary>Writes one row each.</summary>
    public static void Write(ImmutableArray<Offer> offers, Screen screen)
    {
        Table table = new(
            new Column("Provider", Wraps: true, Breaks: true),
            new Column("Instance", Wraps: true, Breaks: true),
            new Column("Device", Wraps: true, Breaks: true),
            new Column("Terms"),
            new Column("$/h", IsNumber: true, Wraps: true),
            new Column("Region", Wraps: true, Breaks: true),
            new Column("As of")
        );
        foreach (Offer offer in offers)
        {
            table.Add(
                new Cell(offer.Provider, Style.Bold),
                offer.Instance,
                CatalogText.Device(offer),
                offer.Pricing.ToString(),
                CatalogText.Price(offer),
                offer.Region ?? CatalogText.Dash,
                CatalogText.Date(offer.Source.AsOf)
            );
        }
        table.Write(screen);
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(ImmutableArray<Offer> offers, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("offers");
                foreach (Offer offer in offers)
                {
                    Write(json, offer);
                }
                json.WriteEndArray();
            },
            screen
        );

    private static void Write(Utf8JsonWriter json, Offer offer)
    {
        json.WriteStartObject();
        json.WriteString("provider", offer.Provider);
        json.WriteString("instance", offer.Instance);
        json.WriteKnown("device", offer.Device);
        json.WriteKnown("raw_device", offer.RawDevice);
        json.WriteNumber("device_count", offer.DeviceCount);
        json.WriteKnown("vcpu", offer.Vcpu);
        json.WriteKnown("ram_gib", offer.RamGib);
        json.WriteKnown("disk_gb", offer.DiskGb);
        json.WriteKnown("region", offer.Region);
        json.WriteKnown("zone", offer.Zone);
        json.WriteString("pricing", offer.Pricing.ToString());
        json.WriteKnown("usd_per_hour", offer.Price?.Value);
        json.WriteKnown("usd_per_month", offer.MonthlyFee?.Value);
        json.WriteKnown("usd_per_gb_month_storage", offer.StoragePricePerGbMonth?.Value);
        json.WriteKnown("billing_step_seconds", offer.BillingStep);
        json.WriteSource(offer.Source);
        json.WriteTexts("flags", offer.Flags);
        json.WriteEndObject();
    }
}
