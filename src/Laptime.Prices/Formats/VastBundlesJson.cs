using System.Globalization;
using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>What vast.ai's search answers: machines of private hosts, each with a price and a lowest bid.</summary>
internal sealed class VastBundlesJson : IPriceFormat
{
    private const string Provider = "vast-ai";

    /// <inheritdoc />
    public string Name => "vast.ai's bundles as JSON";

    /// <inheritdoc />
    public string SourceId => "vast-bundles";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        list.Json is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty("offers", out var offers)
        && offers.ValueKind == JsonValueKind.Array
        && offers
            .EnumerateArray()
            .Take(1)
            .Any(first => JsonRows.Has(first, "gpu_name") && JsonRows.Has(first, "num_gpus"));

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
        if (row.TryGetProperty("rentable", out var rentable) && rentable.ValueKind == JsonValueKind.False)
        {
            intake.Object(LeftOut.NotAMachine, "not to be rented at the moment");
            return;
        }
        var cores = row.DecimalOrNull("cpu_cores");
        var usable = row.DecimalOrNull("cpu_cores_effective") ?? cores;
        // Main memory is shared with the host's other guests in the ratio of the cores.
        var ram =
            row.DecimalOrNull("cpu_ram")
            / 1024
            * (cores is > 0 && usable is { } share ? Math.Min(1, share / cores.Value) : 1);
        SkyPilotCsv.TakeBoth(
            new OfferDraft
            {
                Provider = Provider,
                Instance = row.DecimalOrNull("id") is { } id
                    ? id.ToString(CultureInfo.InvariantCulture)
                    : $"offer {number}",
                Device = row.TextOrNull("gpu_name"),
                DeviceCount = row.DecimalOrNull("num_gpus") ?? -1,
                DeviceMemory = row.DecimalOrNull("gpu_ram") / 1024,
                Vcpu = usable,
                RamGib = ram is { } gib ? decimal.Round(gib, 1) : null,
                DiskGb = row.DecimalOrNull("disk_space"),
                Region = row.TextOrNull("geolocation"),
                Pricing = new Pricing.OnDemand(),
                Price = row.DecimalOrNull("dph_total") ?? row.DecimalOrNull("dph_base"),
                StoragePerGbMonth = row.DecimalOrNull("storage_cost"),
                SourceRow = $"offer {number}",
            },
            row.DecimalOrNull("min_bid"),
            intake
        );
    }
}
