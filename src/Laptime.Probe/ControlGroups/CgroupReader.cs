using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Quantities;
using Laptime.Probe.Disks;
using Laptime.Probe.Machines;

namespace Laptime.Probe.ControlGroups;

/// <summary>What the control groups leave to this process.</summary>
/// <param name="Memory">Limit of memory; null: none.</param>
/// <param name="Processors">Processors' worth of time; null: no limit.</param>
internal sealed record CgroupLimits(Bytes? Memory, double? Processors);

/// <summary>Reads limits of control groups, version 1 and 2.</summary>
internal static class CgroupReader
{
    /// <summary>Version 1 writes "no limit" as the largest page-aligned number; nothing real comes near.</summary>
    private const long Unlimited = 1L << 60;

    /// <summary>Reads the limits; a group that cannot be found limits nothing.</summary>
    public static CgroupLimits Read(MachineFiles files, MountTable mounts)
    {
        var groups = CgroupMembership.Parse(files.ReadIfThere("/proc/self/cgroup", "cgroup") ?? "");
        var (memory, memoryUnified) = Directories("memory", groups, mounts);
        var (cpu, cpuUnified) = Directories("cpu", groups, mounts);
        var bytes = memory.Select(directory => MemoryLimit(files, directory, memoryUnified)).Min();
        return new CgroupLimits(
            bytes is { } value ? new Bytes(value) : null,
            cpu.Select(directory => Quota(files, directory, cpuUnified)).Min()
        );
    }

    /// <summary>
    /// What is left below limits that do not stop a single process: groups of version 2 that are killed as a whole
    /// (<c>memory.oom.group</c>), groups of version 1 that are frozen instead (<c>oom_kill_disable</c>). File pages that
    /// the kernel can drop count as left. Null: there is no such limit.
    /// </summary>
    public static Bytes? ReadSharedRest(MachineFiles files, MountTable mounts)
    {
        var groups = CgroupMembership.Parse(files.ReadIfThere("/proc/self/cgroup", "cgroup") ?? "");
        var (directories, unified) = Directories("memory", groups, mounts);
        string[] all = [.. directories];
        bool isShared = all.Any(directory =>
            unified
                ? files.ReadIfThere($"{directory}/memory.oom.group", fact: null) == "1"
                : Figure(files.ReadIfThere($"{directory}/memory.oom_control", fact: null), "oom_kill_disable") == 1
        );
        long? rest = isShared ? all.Select(directory => Rest(files, directory, unified)).Min() : null;
        return rest is { } value ? new Bytes(Math.Max(0, value)) : null;
    }

    private static long? Rest(MachineFiles files, string directory, bool unified)
    {
        string? usage = files.ReadIfThere(
            $"{directory}/{(unified ? "memory.current" : "memory.usage_in_bytes")}",
            "memory.cgroup_usage"
        );
        string? shares = files.ReadIfThere($"{directory}/memory.stat", "memory.cgroup_usage");
        long droppable = Figure(shares, unified ? "inactive_file" : "total_inactive_file") ?? 0;
        return MemoryLimit(files, directory, unified) - (Number(usage) - droppable);
    }

    /// <summary>The figure of a line <c>name figure</c>; null if there is none.</summary>
    private static long? Figure(string? text, string name) =>
        text?.Split('\n').Select(line => line.Split(' ')).FirstOrDefault(words => words[0] == name)
            is [_, var figure, ..]
            ? Number(figure.Trim())
            : null;

    private static (IEnumerable<string> Directories, bool Unified) Directories(
        string controller,
        ImmutableArray<CgroupMembership> groups,
        MountTable mounts
    )
    {
        var own = mounts.Mounts.LastOrDefault(m => m.FileSystem == "cgroup" && m.Options.Contains(controller));
        if (own is not null && groups.FirstOrDefault(g => g.Controllers.Contains(controller)) is { } group)
        {
            return (group.Directories(own), false);
        }
        var unified = mounts.Mounts.LastOrDefault(m => m.FileSystem == "cgroup2");
        return unified is not null && groups.FirstOrDefault(g => g.Controllers.IsEmpty) is { } single
            ? (single.Directories(unified), true)
            : ([], false);
    }

    private static long? MemoryLimit(MachineFiles files, string directory, bool unified)
    {
        var name = unified ? "memory.max" : "memory.limit_in_bytes";
        return Number(files.ReadIfThere($"{directory}/{name}", "memory.cgroup_limit")) is { } value and < Unlimited
            ? value
            : null;
    }

    /// <summary>Both versions give microseconds of processor time per period; <c>max</c> and -1 mean no limit.</summary>
    private static double? Quota(MachineFiles files, string directory, bool unified)
    {
        var text = unified ? Read("cpu.max") : $"{Read("cpu.cfs_quota_us")} {Read("cpu.cfs_period_us")}";
        return
            text?.Split(' ') is [var quota, var period]
            && Number(quota) is { } time
            && Number(period) is { } span and > 0
            ? (double)time / span
            : null;

        string? Read(string name) => files.ReadIfThere($"{directory}/{name}", "cpu.cgroup_quota");
    }

    /// <summary>A count; null for <c>max</c>, <c>-1</c> and everything else.</summary>
    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
