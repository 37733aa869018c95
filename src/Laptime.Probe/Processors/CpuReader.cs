using System.Globalization;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Probe.Machines;

namespace Laptime.Probe.Processors;

/// <summary>Reads the processor from /proc/cpuinfo and /sys/devices/system/cpu.</summary>
internal static class CpuReader
{
    private const string Sys = "/sys/devices/system/cpu";

    /// <summary>Reads model, topology, caches, extensions and clock.</summary>
    /// <param name="machine">Machine to read.</param>
    /// <param name="quota">Processors' worth of time that the control group allows; null: no limit.</param>
    public static CpuFacts Read(Machine machine, double? quota)
    {
        var files = machine.Files;
        var text = CpuInfoText.Parse(files.Read("/proc/cpuinfo", "cpu.model") ?? "");
        if (text.Model is null)
        {
            machine.Unreadable.Add("cpu.model", "/proc/cpuinfo names no model that is known here");
        }
        var allowed = Allowed(files);
        var topology = text.PhysicalCores is null
            ? Topology(files)
            : (Sockets: text.Sockets, Cores: text.PhysicalCores);
        var (governor, maximum) = Frequency(machine, text.Virtualized);
        return new CpuFacts
        {
            Model = text.Model,
            Vendor = text.Vendor,
            Sockets = topology.Sockets,
            PhysicalCores = topology.Cores,
            LogicalProcessors = allowed?.Count ?? Environment.ProcessorCount,
            CgroupQuota = quota,
            MaximumHertz = maximum ?? text.NominalHertz,
            L1Data = CacheOf(files, 0, 1)?.Size,
            L2 = CacheOf(files, 0, 2)?.Size,
            L3 = LastLevel(files),
            Simd = text.Simd,
            Virtualized = text.Virtualized,
            Governor = governor,
        };
    }

    private static IReadOnlyList<int>? Allowed(MachineFiles files)
    {
        const string Key = "Cpus_allowed_list:";
        var line = (files.Read("/proc/self/status", "cpu.allowed") ?? "")
            .Split('\n')
            .FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        return line is null ? null : CpuList.TryParse(line[Key.Length..]);
    }

    private static IReadOnlyList<int> Online(MachineFiles files) =>
        CpuList.TryParse(files.ReadIfThere($"{Sys}/online", "cpu.cores") ?? "") ?? [];

    private static (int? Sockets, int? Cores) Topology(MachineFiles files)
    {
        var packages = new HashSet<string>(StringComparer.Ordinal);
        var cores = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cpu in Online(files))
        {
            // Firmware that numbers no sockets makes the kernel say -1.
            if (
                files.ReadIfThere($"{Sys}/cpu{cpu}/topology/physical_package_id", "cpu.sockets") is { } id
                && id != "-1"
            )
            {
                packages.Add(id);
            }
            if (files.ReadIfThere($"{Sys}/cpu{cpu}/topology/thread_siblings_list", "cpu.cores") is { } siblings)
            {
                cores.Add(siblings);
            }
        }
        return (packages.Count > 0 ? packages.Count : null, cores.Count > 0 ? cores.Count : null);
    }

    private static (string? Governor, double? MaximumHertz) Frequency(Machine machine, bool? virtualized)
    {
        var policies = machine.Files.Names($"{Sys}/cpufreq");
        var governors = new SortedSet<string>(StringComparer.Ordinal);
        double? maximum = null;
        foreach (var policy in policies.Where(name => name.StartsWith("policy", StringComparison.Ordinal)))
        {
            if (machine.Files.ReadIfThere($"{Sys}/cpufreq/{policy}/scaling_governor", "cpu.governor") is { } governor)
            {
                governors.Add(governor);
            }
            var kilohertz = machine.Files.ReadIfThere($"{Sys}/cpufreq/{policy}/cpuinfo_max_freq", "cpu.maximum_clock");
            if (double.TryParse(kilohertz, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                maximum = Math.Max(maximum ?? 0, value * 1e3);
            }
        }
        if (governors.Count == 0 && virtualized == false)
        {
            machine.Unreadable.Add("cpu.governor", $"{Sys}/cpufreq names none: the kernel has no frequency driver");
        }
        return (governors.Count > 0 ? string.Join(", ", governors) : null, maximum);
    }

    /// <summary>All last-level caches together: each is counted once, by the processors that share it.</summary>
    private static Bytes? LastLevel(MachineFiles files)
    {
        Bytes? total = null;
        var covered = new HashSet<int>();
        foreach (var cpu in Online(files).Where(cpu => !covered.Contains(cpu)))
        {
            if (CacheOf(files, cpu, 3) is not { } cache)
            {
                return total;
            }
            covered.UnionWith(cache.SharedBy);
            covered.Add(cpu);
            total = (total ?? default) + cache.Size;
        }
        return total;
    }

    private static Cache? CacheOf(MachineFiles files, int cpu, int level)
    {
        var directory = $"{Sys}/cpu{cpu}/cache";
        var wanted = level.ToString(CultureInfo.InvariantCulture);
        foreach (var index in files.Names(directory).Where(n => n.StartsWith("index", StringComparison.Ordinal)))
        {
            var fact = $"cpu.l{wanted}";
            if (
                files.ReadIfThere($"{directory}/{index}/level", fact) == wanted
                && files.ReadIfThere($"{directory}/{index}/type", fact) != "Instruction"
                && files.ReadIfThere($"{directory}/{index}/size", fact) is { } size
                && size.EndsWith('K')
                && long.TryParse(size[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            )
            {
                var sharers = CpuList.TryParse(files.ReadIfThere($"{directory}/{index}/shared_cpu_list", fact) ?? "");
                return new Cache(Bytes.FromKibibytes(kibibytes), sharers ?? []);
            }
        }
        return null;
    }

    private sealed record Cache(Bytes Size, IReadOnlyList<int> SharedBy);
}
