using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>Offers as articles state them: <c>offers</c> of provider, offer, device, count, pricing and date.</summary>
internal sealed class StatedOffersJson : IPriceFormat
{
    /// <inheritdoc />
    public string Name => "offers stated in articles, as JSON";

    /// <inheritdoc />
    public string SourceId => "stated-offers";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        JsonRows.FirstHas(list, "offers", "provider", "offer", "device", "count", "pricing");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        foreach (var (row, number) in JsonRows.Of(list.Json!.Value, "offers", intake))
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
        if (Terms(row.TextOrNull("pricing") ?? "") is not { } pricing)
        {
            intake.Object(LeftOut.Unreadable, $"pricing '{row.TextOrNull("pricing")}'");
            return;
        }
        intake.Take(
            new OfferDraft
            {
                Provider = provider,
                Instance = row.TextOrNull("offer"),
                Device = row.TextOrNull("device"),
                DeviceCount = row.DecimalOrNull("count") ?? -1,
                Vcpu = row.DecimalOrNull("vcpu"),
                RamGib = row.DecimalOrNull("ram_gb"),
                Pricing = pricing,
                Price = row.DecimalOrNull("usd_per_hour"),
                MonthlyFee = row.DecimalOrNull("usd_month"),
                AsOf = row.DateOrNull("date"),
                SourceRow = $"offer {number}",
            }
        );
    }

    private static Pricing? Terms(string text) =>
        text switch
        {
            "preemptible" => new Pricing.Spot(),
            "subscription+hourly" => new Pricing.Subscription(),
            "free promotion" => new Pricing.Free(),
            _ => Pricing.TryParse(text),
        };
}
