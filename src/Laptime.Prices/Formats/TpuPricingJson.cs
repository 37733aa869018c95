using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>
/// gpuhunt's table of Google's TPU prices, per chip. What is rented is a slice: four chips at least of v2, v3, v4 and
/// v5p, one of v5e and v6e.
/// </summary>
internal sealed class TpuPricingJson : IPriceFormat
{
    private const string Prefix = "TPU ";

    /// <inheritdoc />
    public string Name => "gpuhunt's TPU prices as JSON";

    /// <inheritdoc />
    public string SourceId => "gpuhunt-tpu";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        list.Json is { ValueKind: JsonValueKind.Object } root
        && root.EnumerateObject().Any()
        && root.EnumerateObject()
            .All(member =>
                member.Name.StartsWith(Prefix, StringComparison.Ordinal)
                && member.Value.ValueKind == JsonValueKind.Object
            );

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        foreach (var device in list.Json!.Value.EnumerateObject())
        {
            foreach (var region in device.Value.EnumerateObject())
            {
                intake.Begin();
                if (region.Value.ValueKind == JsonValueKind.Object)
                {
                    Take(device.Name, region.Name, region.Value, intake);
                }
                else
                {
                    intake.Object(LeftOut.Unreadable, $"{device.Name}, {region.Name}");
                }
                intake.End();
            }
        }
        return null;
    }

    private static void Take(string name, string region, JsonElement prices, OfferIntake intake)
    {
        var words = name.Split(' ');
        var generation = words.Length > 1 ? words[1] : "";
        var chips = generation is "v2" or "v3" or "v4" or "v5p" ? 4 : 1;
        SkyPilotCsv.TakeBoth(
            new OfferDraft
            {
                Provider = "gcp-gce",
                Instance = $"{name}, {chips} {(chips == 1 ? "chip" : "chips")}",
                Device = $"{Prefix}{generation}",
                DeviceCount = chips,
                Region = region,
                Pricing = new Pricing.OnDemand(),
                Price = prices.DecimalOrNull("On Demand (USD)") * chips,
                SourceRow = $"{name}, {region}",
                Flags = "derived",
            },
            prices.DecimalOrNull("Spot (USD)") * chips,
            intake
        );
    }
}
