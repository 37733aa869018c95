using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>
/// Joins Google's rows of hosts and of accelerators in the same zone: neither alone is a machine. Which host goes with
/// which accelerator follows from the names of the a2, a3, a4 and g2 series; the accelerators that go with any n1 host
/// (T4, P4, P100, V100) get n1-highmem with 8 processors for each.
/// </summary>
internal sealed class HostsAndAccelerators(OfferIntake intake)
{
    /// <summary>Rows that are kept until the end of the list.</summary>
    private const int MostRows = 500_000;

    private readonly Dictionary<(string Host, string Zone), Host> hosts = [];
    private readonly List<SkyPilotRow> accelerators = [];

    /// <summary>Keeps a row that is half of a machine; false if it is a whole one.</summary>
    /// <exception cref="CatalogException">There are too many.</exception>
    public bool Keep(SkyPilotRow row)
    {
        if (hosts.Count + accelerators.Count == MostRows)
        {
            throw new CatalogException(
                $"The list holds more than {MostRows:N0} hosts and accelerators; cut it into files by region."
            );
        }
        if (row.IsAcceleratorAlone && TpuSlice.Parse(row.Accelerator) is null)
        {
            accelerators.Add(row);
            return true;
        }
        if (row.Accelerator.Length > 0)
        {
            return false;
        }
        if (!hosts.TryAdd((row.Instance, row.Zone), new Host(row)))
        {
            intake.Refuse(LeftOut.Duplicate, row.Instance);
        }
        return true;
    }

    /// <summary>Takes all machines that the halves make.</summary>
    public void Join()
    {
        foreach (var row in accelerators)
        {
            intake.Begin();
            var isHosted = false;
            foreach (var name in HostsOf(row))
            {
                if (hosts.TryGetValue((name, row.Zone), out var host))
                {
                    isHosted = true;
                    Take(row, host);
                }
            }
            if (!isHosted)
            {
                intake.Object(LeftOut.HalfAMachine, $"{row.Accelerator} x {row.Count} without a host in its zone");
            }
            intake.End();
        }
        foreach (var host in hosts.Values)
        {
            TakeAlone(host);
        }
    }

    private static IEnumerable<string> HostsOf(SkyPilotRow row) =>
        (row.Accelerator, row.Count.Split('.')[0]) switch
        {
            ("A100", "16") => ["a2-megagpu-16g"],
            ("A100", var n) => [$"a2-highgpu-{n}g"],
            ("A100-80GB", var n) => [$"a2-ultragpu-{n}g"],
            ("L4", "1") => ["g2-standard-4", "g2-standard-8", "g2-standard-12", "g2-standard-16", "g2-standard-32"],
            ("L4", "2") => ["g2-standard-24"],
            ("L4", "4") => ["g2-standard-48"],
            ("L4", "8") => ["g2-standard-96"],
            ("H100", var n) => [$"a3-highgpu-{n}g"],
            ("H100-MEGA", var n) => [$"a3-megagpu-{n}g"],
            ("H200", var n) => [$"a3-ultragpu-{n}g"],
            ("B200", var n) => [$"a4-highgpu-{n}g"],
            (_, var n) when int.TryParse(n, out var count) => [$"n1-highmem-{8 * count}"],
            _ => [],
        };

    private void Take(SkyPilotRow row, Host host)
    {
        // A host that costs nothing is one whose price stands with the accelerator.
        var hostPrice = Fields.Price(host.Row.Price, intake) ?? 0;
        var hostSpot = Fields.Price(host.Row.Spot, intake);
        var price = Fields.Price(row.Price, intake);
        var spot = Fields.Price(row.Spot, intake);
        var count = Decimals.Parse(row.Count) ?? -1;
        var (name, size) = GpuDescription.Read(row.Description);
        SkyPilotCsv.TakeBoth(
            new OfferDraft
            {
                Provider = "gcp-gce",
                Instance = host.IsGeneral
                    ? $"{host.Row.Instance} with {count:0} x {row.Accelerator}"
                    : host.Row.Instance,
                Device = row.Accelerator,
                DeviceCount = count,
                DeviceMemory = size / 1024,
                DeviceHint = name,
                Vcpu = Fields.Positive(host.Row.Vcpu),
                RamGib = Fields.Positive(host.Row.Ram),
                Region = Fields.TextOrNull(row.Region),
                Zone = Fields.TextOrNull(row.Zone),
                Pricing = new Pricing.OnDemand(),
                Price = price is null or 0 ? null : price + hostPrice,
                SourceRow = $"lines {host.Row.Line} and {row.Line}",
                Flags = "host-plus-accelerator",
            },
            spot is null or 0 || hostSpot is null && hostPrice > 0 ? null : spot + (hostSpot ?? 0),
            intake
        );
        host.IsUsed = true;
    }

    private void TakeAlone(Host host)
    {
        if (!host.IsGeneral)
        {
            if (host.IsUsed)
            {
                intake.CountAsPart();
            }
            else
            {
                intake.Refuse(LeftOut.HalfAMachine, $"{host.Row.Instance} without its accelerator in its zone");
            }
            return;
        }
        intake.Begin();
        SkyPilotCsv.TakeBoth(
            new OfferDraft
            {
                Provider = "gcp-gce",
                Instance = host.Row.Instance,
                Device = null,
                DeviceCount = 0,
                Vcpu = Fields.Positive(host.Row.Vcpu),
                RamGib = Fields.Positive(host.Row.Ram),
                Region = Fields.TextOrNull(host.Row.Region),
                Zone = Fields.TextOrNull(host.Row.Zone),
                Pricing = new Pricing.OnDemand(),
                Price = Fields.Price(host.Row.Price, intake),
                SourceRow = $"line {host.Row.Line}",
            },
            Fields.Price(host.Row.Spot, intake),
            intake
        );
        intake.End();
    }

    private sealed class Host(SkyPilotRow row)
    {
        public SkyPilotRow Row => row;

        public bool IsUsed { get; set; }

        /// <summary>Whether it is sold without accelerator too.</summary>
        public bool IsGeneral =>
            !(row.Instance is ['a' or 'g', >= '2' and <= '9', '-', ..])
            && !row.Instance.EndsWith("-tpu", StringComparison.Ordinal);
    }
}
