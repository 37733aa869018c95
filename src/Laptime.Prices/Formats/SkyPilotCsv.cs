using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>
/// SkyPilot's catalog, a file per cloud that does not name the cloud. The traps are many; docs/catalogs.md lists them.
/// </summary>
internal sealed class SkyPilotCsv : IPriceFormat
{
    /// <summary>Rows from which the cloud is told.</summary>
    private const int LookAhead = 200;

    private const string NoSpot = "spot price missing or zero";

    /// <inheritdoc />
    public string Name => "SkyPilot's vms.csv";

    /// <inheritdoc />
    public string SourceId => "skypilot";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        list.HasColumns("InstanceType", "AcceleratorName", "AcceleratorCount", "Price");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        SkyPilotRows rows = new(list.Rows!);
        List<SkyPilotRow> first = [];
        while (first.Count < LookAhead && rows.Read() is { } row)
        {
            first.Add(row);
        }
        var provider =
            intake.Context.Provider
            ?? MachineNames.Provider([.. first.Select(row => row.Instance).Where(name => name.Length > 0)])
            ?? throw new CatalogException(
                "SkyPilot's files do not say whose prices they hold, and this one's names of machines do not tell. Add --provider."
            );
        // Google sells hosts and accelerators apart.
        HostsAndAccelerators? halves = provider == "gcp-gce" ? new HostsAndAccelerators(intake) : null;
        foreach (var row in first)
        {
            Take(row, provider, halves, intake);
        }
        while (rows.Read() is { } row)
        {
            Take(row, provider, halves, intake);
        }
        halves?.Join();
        return provider;
    }

    private static void Take(SkyPilotRow row, string provider, HostsAndAccelerators? halves, OfferIntake intake)
    {
        if (!row.HasItsFields)
        {
            intake.Refuse(LeftOut.FieldCount, $"line {row.Line}");
        }
        else if (halves is null || !halves.Keep(row))
        {
            intake.Begin();
            TakeWhole(row, provider, intake);
            intake.End();
        }
    }

    private static void TakeWhole(SkyPilotRow row, string provider, OfferIntake intake)
    {
        var count = row.Accelerator.Length == 0 ? 0 : Decimals.Parse(row.Count) ?? -1;
        var (name, size) = GpuDescription.Read(row.Description);
        var slice = TpuSlice.Parse(row.Accelerator);
        OfferDraft draft = new()
        {
            Provider = provider,
            Instance = Fields.TextOrNull(row.Instance) ?? Fields.TextOrNull(row.Accelerator),
            Device = slice?.Device ?? Fields.TextOrNull(row.Accelerator),
            DeviceCount = slice is { } tpu ? tpu.Chips * count : count,
            DeviceMemory = Memory(size, count, provider),
            DeviceHint = name,
            Vcpu = Fields.Positive(row.Vcpu),
            RamGib = Fields.Positive(row.Ram),
            Region = Fields.TextOrNull(row.Region),
            Zone = Fields.TextOrNull(row.Zone),
            Pricing = new Pricing.OnDemand(),
            Price = Fields.Price(row.Price, intake),
            SourceRow = $"line {row.Line}",
        };
        TakeBoth(draft, Fields.Price(row.Spot, intake), intake);
    }

    /// <summary>Takes the offer on demand and, where there is a price, as spot.</summary>
    internal static void TakeBoth(in OfferDraft onDemand, decimal? spot, OfferIntake intake)
    {
        if (intake.Take(onDemand) && spot is null or 0)
        {
            intake.Aside(NoSpot);
            return;
        }
        if (
            spot is not (null or 0)
            && intake.Take(
                onDemand with
                {
                    Pricing = new Pricing.Spot(),
                    Price = spot,
                    Flags = $"{onDemand.Flags} {Fields.SpotFlag(spot.Value, onDemand.Price)}",
                }
            )
            && onDemand.Price is null or 0
        )
        {
            intake.Aside("price on demand missing or zero");
        }
    }

    /// <summary>
    /// Memory of one device in GiB: Vast.ai's lists hold the sum over the devices, RunPod's GiB under the name of MiB.
    /// </summary>
    private static decimal? Memory(decimal? size, decimal count, string provider) =>
        size is not { } amount ? null
        : amount < 1024 ? amount
        : provider == "vast-ai" && count >= 1 ? amount / 1024 / count
        : amount / 1024;
}
