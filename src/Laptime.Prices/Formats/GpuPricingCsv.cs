using System.Globalization;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Naming;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>
/// sooddvs/gpu-pricing's raw table: a row for each price tier, reserved terms among them. RunPod's cards are filed under
/// a wrong type at times; the unit of stock tells the right one.
/// </summary>
internal sealed class GpuPricingCsv : IPriceFormat
{
    /// <inheritdoc />
    public string Name => "sooddvs/gpu-pricing's raw CSV";

    /// <inheritdoc />
    public string SourceId => "gpu-pricing";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        list.HasColumns("gpu_type", "provider", "price_tier", "per_gpu_hourly_usd", "sku");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        var rows = list.Rows!;
        while (rows.Read())
        {
            if (rows.Count != rows.Header.Length)
            {
                intake.Refuse(LeftOut.FieldCount, $"line {rows.Line}");
                continue;
            }
            intake.Begin();
            Take(rows, intake);
            intake.End();
        }
        return null;
    }

    private static void Take(CsvRows rows, OfferIntake intake)
    {
        if (intake.Context.Providers.Find(rows["provider"]) is not { } provider)
        {
            intake.Object(LeftOut.UnknownProvider, rows["provider"]);
            return;
        }
        if (provider == "gcp-gce")
        {
            intake.Object(LeftOut.HalfAMachine, "Google's accelerators without a host");
            return;
        }
        if (Tier(rows["price_tier"]) is not { } pricing)
        {
            intake.Object(LeftOut.NotAMachine, rows["price_tier"]);
            return;
        }
        var count = rows["gpu_count"].Length == 0 ? 1 : Decimals.Parse(rows["gpu_count"]) ?? -1;
        var each = Fields.Price(rows["per_gpu_hourly_usd"], intake);
        var unit = rows["sku"];
        var isName = intake.Context.Devices.Find(unit) is DeviceMatch.Known;
        intake.Take(
            new OfferDraft
            {
                Provider = provider,
                Instance = unit,
                Device = isName ? unit : rows["gpu_type"],
                DeviceCount = count,
                Region = Fields.TextOrNull(rows["region"]),
                Pricing = pricing,
                Price = Fields.Price(rows["total_hourly_usd"], intake) ?? each * count,
                AsOf = Day(rows["fetched_at"]),
                SourceRow = $"line {rows.Line}",
            }
        );
    }

    private static Pricing? Tier(string text) =>
        text switch
        {
            "on_demand" => new Pricing.OnDemand(),
            "spot" => new Pricing.Spot(),
            [.. var months, 'm', 'o']
                when int.TryParse(months, NumberStyles.None, CultureInfo.InvariantCulture, out var term) && term > 0 =>
                new Pricing.Reserved(term),
            _ => null,
        };

    private static DateOnly? Day(string text) => text.Length >= 10 ? JsonFields.ParseDate(text[..10]) : null;
}
