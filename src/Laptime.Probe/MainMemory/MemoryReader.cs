using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Probe.Machines;

namespace Laptime.Probe.MainMemory;

/// <summary>Reads main memory, swap and /dev/shm.</summary>
internal static class MemoryReader
{
    /// <summary>Reads sizes and free parts, and the policy for huge pages.</summary>
    /// <param name="machine">Machine to read.</param>
    /// <param name="limit">Limit of the control group; null: none.</param>
    public static MemoryFacts Read(Machine machine, Bytes? limit)
    {
        var text = MemInfoText.Parse(machine.Files.Read("/proc/meminfo", "memory.total") ?? "");
        var shared = machine.Files.Exists("/dev/shm") ? machine.Space("/dev/shm") : null;
        if (shared is null)
        {
            machine.Unreadable.Add("memory.shared", "/dev/shm is missing or tells no size");
        }
        return new MemoryFacts
        {
            Total = text.Total,
            Available = text.Available,
            CgroupLimit = limit,
            Swap = text.Swap,
            SwapFree = text.SwapFree,
            SharedMemory = shared?.Total,
            SharedMemoryFree = shared?.Free,
            TransparentHugePages = Chosen(
                machine.Files.ReadIfThere("/sys/kernel/mm/transparent_hugepage/enabled", "memory.huge_pages")
            ),
        };
    }

    /// <summary>The kernel lists all policies and brackets the one in force: <c>always [madvise] never</c>.</summary>
    private static string? Chosen(string? policies) =>
        policies?.Split(' ').FirstOrDefault(word => word is ['[', .., ']'])?.Trim('[', ']');
}
