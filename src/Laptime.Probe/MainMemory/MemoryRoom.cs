using System.Globalization;
using Laptime.Core.Quantities;
using Laptime.Probe.ControlGroups;
using Laptime.Probe.Disks;
using Laptime.Probe.Machines;

namespace Laptime.Probe.MainMemory;

/// <summary>
/// How much more memory a process may take without harm to others. Limits at which the kernel stops or kills that one
/// process alone are not part of it: running into them hurts nobody, and the edge they set is exact.
/// </summary>
public sealed record MemoryRoom
{
    private static readonly Bytes s_leastMargin = Bytes.FromMebibytes(256);
    private static readonly Bytes s_mostMargin = Bytes.FromGibibytes(2);
    private static readonly Bytes s_groupMargin = Bytes.FromMebibytes(64);
    private const int MarginDivisor = 20;

    /// <summary>
    /// What the machine has available less <see cref="Margin"/>; less where a control group is killed as a whole or frozen
    /// when it reaches its limit, and its rest is smaller. Null where the kernel does not tell.
    /// </summary>
    public Bytes? Room { get; init; }

    /// <summary>What stays untouched for everything else: a twentieth of main memory, 256 MiB at least and 2 GiB at most.</summary>
    public Bytes Margin { get; init; }

    /// <summary>Limit of the process's address space (<c>ulimit -v</c>); null: none.</summary>
    public Bytes? AddressSpace { get; init; }

    /// <summary>Limit of the process's data (<c>ulimit -d</c>); null: none.</summary>
    public Bytes? Data { get; init; }

    /// <summary>Limit of its control groups; null: none.</summary>
    public Bytes? ControlGroup { get; init; }

    /// <summary>What this process has of its address space; null where the kernel does not tell.</summary>
    public Bytes? AddressSpaceInUse { get; init; }

    /// <summary>What this process may still take whatever would stop it: the smallest of all rests; null where none is known.</summary>
    public Bytes? Rest
    {
        get
        {
            Bytes?[] rests =
            [
                Room,
                AddressSpace - AddressSpaceInUse,
                Data - AddressSpaceInUse,
                ControlGroup - Resident,
            ];
            return rests.Min();
        }
    }

    /// <summary>What this process has resident; null where the kernel does not tell.</summary>
    public Bytes? Resident { get; init; }

    internal static MemoryRoom Read(MachineFiles files)
    {
        var text = MemInfoText.Parse(files.Read("/proc/meminfo", "memory.total") ?? "");
        var mounts = MountTable.Parse(files.Read("/proc/self/mountinfo", "mounts") ?? "");
        var limits = files.ReadIfThere("/proc/self/limits", "limits") ?? "";
        var status = files.ReadIfThere("/proc/self/status", "status") ?? "";
        var margin = new Bytes(
            Math.Clamp((text.Total?.Value ?? 0) / MarginDivisor, s_leastMargin.Value, s_mostMargin.Value)
        );
        Bytes?[] rooms = [text.Available - margin, CgroupReader.ReadSharedRest(files, mounts) - s_groupMargin];
        return new MemoryRoom
        {
            Room = rooms.Min(),
            Margin = margin,
            AddressSpace = SoftLimit(limits, "Max address space"),
            Data = SoftLimit(limits, "Max data size"),
            ControlGroup = CgroupReader.Read(files, mounts).Memory,
            AddressSpaceInUse = InUse(status, "VmSize:"),
            Resident = InUse(status, "VmRSS:"),
        };
    }

    /// <summary>A line of /proc/self/limits: name, soft limit, hard limit, unit (proc(5)).</summary>
    private static Bytes? SoftLimit(string limits, string name)
    {
        var line = limits.Split('\n').FirstOrDefault(one => one.StartsWith(name, StringComparison.Ordinal));
        return
            line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
            && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new Bytes(bytes)
            : null;
    }

    private static Bytes? InUse(string status, string name)
    {
        var line = status.Split('\n').FirstOrDefault(one => one.StartsWith(name, StringComparison.Ordinal));
        return
            line?[name.Length..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [var number, "kB", ..]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? Bytes.FromKibibytes(kibibytes)
            : null;
    }
}
