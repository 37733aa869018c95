using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Platforms;
using Laptime.Probe.Disks;
using Laptime.Probe.Machines;

namespace Laptime.Probe.Hosts;

/// <summary>Reads who rents the machine out and what surrounds the process.</summary>
internal static class HostReader
{
    private static readonly ImmutableArray<string> DmiFields =
    [
        "sys_vendor",
        "product_name",
        "bios_vendor",
        "bios_version",
        "chassis_asset_tag",
    ];

    /// <summary>Reads platform, container, hypervisor, Slurm job and the limits that come with them.</summary>
    /// <param name="machine">Machine to read.</param>
    /// <param name="mounts">Its mounts.</param>
    /// <param name="virtualized">Whether the processor tells of a hypervisor; null: it has no way to tell.</param>
    public static HostFacts Read(Machine machine, MountTable mounts, bool? virtualized)
    {
        var files = machine.Files;
        var catalog = PlatformCatalogJson.Load();
        var dmi = ReadDmi(files);
        var around = new Surroundings
        {
            Environment = machine.Environment,
            FirstProcess = ParseEnvironment(files.ReadIfThere("/proc/1/environ", null) ?? ""),
            Dmi = dmi,
            Mounts = mounts,
            Kernel = files.ReadIfThere("/proc/version", "host.kernel"),
            Exists = files.Exists,
        };
        var recognition = PlatformDetector.Detect(catalog, around);
        return new HostFacts
        {
            PlatformId = recognition?.Platform.Id,
            PlatformName = recognition?.Platform.Name,
            Evidence = recognition?.Evidence ?? [],
            HostCloud = recognition?.HostCloud,
            Container = ContainerSigns.Kind(files, machine.Environment),
            Hypervisor = HypervisorName(machine, dmi, virtualized),
            SlurmJob = machine.Environment.GetValueOrDefault("SLURM_JOB_ID"),
            Limits =
            [
                .. recognition?.Platform.Limits.Select(limit => limit.Describe(catalog.Sources)) ?? [],
                .. SlurmLimit(machine.Environment),
            ],
        };
    }

    private static string? HypervisorName(
        Machine machine,
        IReadOnlyDictionary<string, string> dmi,
        bool? virtualized
    ) =>
        virtualized switch
        {
            false => null,
            true => Hypervisor.OfSignature(machine.HypervisorSignature()) ?? Hypervisor.OfDmi(dmi) ?? "unknown",
            null => machine.Files.ReadIfThere("/sys/hypervisor/type", "host.hypervisor") ?? Hypervisor.OfDmi(dmi),
        };

    private static Dictionary<string, string> ReadDmi(MachineFiles files)
    {
        var dmi = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in DmiFields)
        {
            if (files.ReadIfThere($"/sys/class/dmi/id/{field}", "host.dmi") is { } value)
            {
                dmi.Add(field, value);
            }
        }
        return dmi;
    }

    private static Dictionary<string, string> ParseEnvironment(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in text.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split('=', 2);
            variables[parts[0]] = parts.Length > 1 ? parts[1] : "";
        }
        return variables;
    }

    private static IEnumerable<string> SlurmLimit(IReadOnlyDictionary<string, string> environment)
    {
        if (
            long.TryParse(
                environment.GetValueOrDefault("SLURM_JOB_END_TIME"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var end
            )
            && end <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        )
        {
            yield return $"Slurm job ends at {DateTimeOffset.FromUnixTimeSeconds(end):u} (SLURM_JOB_END_TIME)";
        }
    }
}
