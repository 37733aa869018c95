using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>What <c>laptime catalog offers --csv</c> writes, or the user in the same columns.</summary>
internal sealed class CanonicalCsv : IPriceFormat
{
    /// <inheritdoc />
    public string Name => "Laptime's offers as CSV";

    /// <inheritdoc />
    public string SourceId => "offers";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        list.HasColumns("provider", "instance", "pricing", "usd_per_hour", "device_count");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        var rows = list.Rows!;
        OfferColumns columns = new(rows);
        while (rows.Read())
        {
            if (rows.Count != rows.Header.Length)
            {
                intake.Refuse(LeftOut.FieldCount, $"line {rows.Line}");
                continue;
            }
            intake.Begin();
            try
            {
                Take(columns.Read(), rows.Line, intake);
            }
            catch (CatalogException e)
            {
                intake.Object(LeftOut.Unreadable, e.Message);
            }
            intake.End();
        }
        return null;
    }

    private static void Take(Core.Catalogs.Offer offer, int line, OfferIntake intake)
    {
        if (intake.Context.Providers.Find(offer.Provider) is not { } provider)
        {
            intake.Object(LeftOut.UnknownProvider, offer.Provider);
            return;
        }
        intake.Take(
            new OfferDraft
            {
                Provider = provider,
                Instance = offer.Instance,
                Device = offer.Device ?? offer.RawDevice,
                DeviceCount = offer.DeviceCount,
                Vcpu = offer.Vcpu,
                RamGib = offer.RamGib,
                DiskGb = offer.DiskGb,
                Region = offer.Region,
                Zone = offer.Zone,
                Pricing = offer.Pricing,
                Price = offer.Price?.Value,
                MonthlyFee = offer.MonthlyFee?.Value,
                StoragePerGbMonth = offer.StoragePricePerGbMonth?.Value,
                BillingStepSeconds = (decimal?)offer.BillingStep?.Value,
                AsOf = offer.Source.AsOf,
                SourceId = offer.Source.Id,
                SourceRow = offer.Source.Where ?? $"line {line}",
                Flags = offer.Flags.IsEmpty ? null : string.Join(' ', offer.Flags.Remove(ImportedOffers.Quarantined)),
            }
        );
    }
}
