using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>Prices of one device on demand, each with its day: <c>rows</c> of provider, device, usd_per_hour and date.</summary>
internal sealed class DatedPricesJson : IPriceFormat
{
    /// <inheritdoc />
    public string Name => "dated prices as JSON rows";

    /// <inheritdoc />
    public string SourceId => "dated-prices";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        JsonRows.FirstHas(list, "rows", "provider", "device", "usd_per_hour", "date");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        foreach (var (row, number) in JsonRows.Of(list.Json!.Value, "rows", intake))
        {
            intake.Begin();
            Take(row, number, intake);
            intake.End();
        }
        return null;
    }

    private static void Take(JsonElement row, int number, OfferIntake intake)
    {
        var name = row.TextOrNull("provider") ?? "";
        if (intake.Context.Providers.Find(name) is not { } provider)
        {
            intake.Object(LeftOut.UnknownProvider, name);
            return;
        }
        intake.Take(
            new OfferDraft
            {
                Provider = provider,
                Instance = null,
                Device = row.TextOrNull("device"),
                DeviceCount = 1,
                Pricing = new Pricing.OnDemand(),
                Price = row.DecimalOrNull("usd_per_hour"),
                StoragePerGbMonth = row.DecimalOrNull("storage_usd_gb_month"),
                AsOf = row.DateOrNull("date"),
                SourceRow = $"row {number}",
            }
        );
    }
}
