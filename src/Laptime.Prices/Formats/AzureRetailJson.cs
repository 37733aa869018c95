using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>A page of Azure's retail prices: meters without a word about devices, which follow from the name of the size.</summary>
internal sealed class AzureRetailJson : IPriceFormat
{
    private const string Provider = "azure";

    /// <inheritdoc />
    public string Name => "Azure's retail prices as JSON";

    /// <inheritdoc />
    public string SourceId => "azure-retail-prices";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        JsonRows.FirstHas(list, "Items", "retailPrice", "armSkuName", "unitOfMeasure");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        foreach (var (row, number) in JsonRows.Of(list.Json!.Value, "Items", intake))
        {
            intake.Begin();
            Take(row, number, intake);
            intake.End();
        }
        return null;
    }

    private static void Take(JsonElement row, int number, OfferIntake intake)
    {
        if (Objection(row) is { } detail)
        {
            intake.Object(LeftOut.NotAMachine, detail);
            return;
        }
        if (row.TextOrNull("currencyCode") is { } currency && currency != "USD")
        {
            intake.Object(LeftOut.OtherCurrency, currency);
            return;
        }
        var name = row.TextOrNull("armSkuName") ?? "";
        if (AzureSizes.Find(name) is not { } size)
        {
            intake.Object(
                AzureSizes.HasAccelerator(name) ? LeftOut.UnknownDevice : LeftOut.NotAMachine,
                AzureSizes.HasAccelerator(name) ? name : "no accelerator"
            );
            return;
        }
        intake.Take(
            new OfferDraft
            {
                Provider = Provider,
                Instance = name,
                Device = size.Device,
                DeviceCount = size.Count,
                Vcpu = AzureSizes.Processors(name),
                Region = row.TextOrNull("armRegionName"),
                Pricing = IsSpot(row) ? new Pricing.Spot() : new Pricing.OnDemand(),
                Price = row.DecimalOrNull("retailPrice"),
                SourceRow = $"item {number}",
            }
        );
    }

    /// <summary>Why a meter is none of a Linux machine by the hour; null if it is one.</summary>
    private static string? Objection(JsonElement row) =>
        row.TextOrNull("productName") is { } product && product.Contains("Windows", StringComparison.OrdinalIgnoreCase)
            ? "Windows"
        : row.TextOrNull("productName")?.Contains("Dedicated", StringComparison.OrdinalIgnoreCase) == true
            ? "dedicated host"
        : Names(row).Contains("Low Priority", StringComparison.OrdinalIgnoreCase)
            ? "low priority, which is no longer sold"
        : row.TextOrNull("type") is { } type && type != "Consumption" ? type.ToLowerInvariant()
        : row.TextOrNull("unitOfMeasure") is not "1 Hour" ? "not by the hour"
        : null;

    private static bool IsSpot(JsonElement row) => Names(row).Contains("Spot", StringComparison.OrdinalIgnoreCase);

    private static string Names(JsonElement row) => $"{row.TextOrNull("meterName")} {row.TextOrNull("skuName")}";
}
