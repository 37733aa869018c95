using System.Globalization;
using Laptime.Prices.Reading;

namespace Laptime.Catalogs.Bench;

/// <summary>Price lists of any length in two forms.</summary>
internal static class MadeUpLists
{
    private static readonly (string Name, string Accelerator, int Count, int MiB, double Price)[] Machines =
    [
        ("p3.2xlarge", "V100", 1, 16384, 3.06),
        ("p3.8xlarge", "V100", 4, 16384, 12.24),
        ("p4d.24xlarge", "A100", 8, 40960, 21.96),
        ("g4dn.xlarge", "T4", 1, 16384, 0.526),
        ("g4dn.12xlarge", "T4", 4, 16384, 3.912),
        ("g5.xlarge", "A10G", 1, 24576, 1.006),
        ("g6.xlarge", "L4", 1, 24576, 0.805),
        ("p5.48xlarge", "H100", 8, 81920, 55.04),
    ];

    /// <summary>Name of the form, and what writes a list of so many rows in it.</summary>
    public static (string Form, Action<TextWriter, int> Write)[] All =>
        [("skypilot", WriteSkyPilot), ("canonical", WriteCanonical)];

    private static void WriteSkyPilot(TextWriter writer, int rows)
    {
        writer.WriteLine(
            "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone,Arch"
        );
        for (var i = 0; i < rows; i++)
        {
            var (name, gpu, count, mib, price) = Machines[i % Machines.Length];
            var place = i / Machines.Length;
            var own = price * (0.9 + 0.2 * Share(i));
            writer.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name},{gpu},{count}.0,{8 * count}.0,{61 * count}.0,\"{{'Gpus': [{{'Name': '{gpu}', 'Manufacturer': 'NVIDIA', 'Count': {count}, 'MemoryInfo': {{'SizeInMiB': {mib}}}}}], 'TotalGpuMemoryInMiB': {mib * count}}}\",{own:0.0000},{own * 0.4:0.000000},region-{place % 40},zone-{place},x86_64"
                )
            );
        }
    }

    private static void WriteCanonical(TextWriter writer, int rows)
    {
        writer.WriteLine(string.Join(',', OfferCsv.Columns));
        for (var i = 0; i < rows; i++)
        {
            var (name, gpu, count, _, price) = Machines[i % Machines.Length];
            var place = i / Machines.Length;
            writer.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"aws-ec2,{name},,{gpu},{count},{8 * count},{61 * count},,region-{place % 40},zone-{place},on-demand,{price * (0.9 + 0.2 * Share(i)):0.0000},,,1,2026-11-01,made-up,{i},"
                )
            );
        }
    }

    /// <summary>Between 0 and 1, the same for the same row.</summary>
    private static double Share(int row) => row * 2654435761 % 1000 / 1000.0;
}
