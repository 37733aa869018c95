using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>A row of SkyPilot's vms.csv. Empty where the file says nothing.</summary>
internal sealed record SkyPilotRow
{
    public required int Line { get; init; }

    /// <summary>Empty in the rows of accelerators that Google sells apart from the host.</summary>
    public required string Instance { get; init; }

    /// <summary>Empty in rows of machines without.</summary>
    public required string Accelerator { get; init; }

    public required string Count { get; init; }

    public required string Vcpu { get; init; }

    public required string Ram { get; init; }

    public required string Description { get; init; }

    public required string Region { get; init; }

    public required string Zone { get; init; }

    public required string Price { get; init; }

    public required string Spot { get; init; }

    /// <summary>Whether it has as many fields as the header, but for Azure's <c>V1,V2</c> at the end, which lacks its quotes.</summary>
    public required bool HasItsFields { get; init; }

    /// <summary>Whether it is half of a machine: an accelerator without a host.</summary>
    public bool IsAcceleratorAlone => Instance.Length == 0 && Accelerator.Length > 0;
}

/// <summary>Reads such rows, whatever the order of the columns.</summary>
internal sealed class SkyPilotRows(CsvRows rows)
{
    private readonly int instance = rows.Find("InstanceType");
    private readonly int accelerator = rows.Find("AcceleratorName");
    private readonly int count = rows.Find("AcceleratorCount");
    private readonly int vcpu = rows.Find("vCPUs");
    private readonly int ram = rows.Find("MemoryGiB");
    private readonly int description = rows.Find("GpuInfo");
    private readonly int region = rows.Find("Region");
    private readonly int zone = rows.Find("AvailabilityZone");
    private readonly int price = rows.Find("Price");
    private readonly int spot = rows.Find("SpotPrice");
    private readonly bool endsInGeneration = rows.Find("Generation") == rows.Header.Length - 1;

    /// <summary>The next row; null at the end.</summary>
    public SkyPilotRow? Read() =>
        rows.Read()
            ? new SkyPilotRow
            {
                Line = rows.Line,
                Instance = rows[instance],
                Accelerator = rows[accelerator],
                Count = rows[count],
                Vcpu = rows[vcpu],
                Ram = rows[ram],
                Description = rows[description],
                Region = rows[region],
                Zone = rows[zone],
                Price = rows[price],
                Spot = rows[spot],
                HasItsFields = rows.Count == rows.Header.Length || EndsInGenerations(),
            }
            : null;

    private bool EndsInGenerations()
    {
        if (!endsInGeneration || rows.Count < rows.Header.Length)
        {
            return false;
        }
        for (var i = rows.Header.Length - 1; i < rows.Count; i++)
        {
            if (rows[i] is not ['V', >= '1' and <= '9'])
            {
                return false;
            }
        }
        return true;
    }
}
