using System.Runtime.InteropServices;
using Laptime.Core.Platforms;
using Laptime.Probe.ControlGroups;
using Laptime.Probe.Disks;
using Laptime.Probe.Gpus;
using Laptime.Probe.Hosts;
using Laptime.Probe.Machines;
using Laptime.Probe.MainMemory;
using Laptime.Probe.Processors;

namespace Laptime.Probe;

/// <summary>Reads the hardware and its surroundings, from inside, as an ordinary user.</summary>
public static class PlatformProbe
{
    /// <summary>
    /// Reads everything once. Needs no rights and no network and never throws for what a machine lacks: such facts are
    /// null, and those that should have been there are named with their reason in
    /// <see cref="PlatformFacts.Unreadable"/>.
    /// </summary>
    /// <param name="dataDirectory">Directory whose disk is described; need not exist yet.</param>
    /// <param name="time">Clock for <see cref="PlatformFacts.ReadAt"/>.</param>
    /// <param name="engine">The libtorch that was found, taken over as it is; null: none was.</param>
    public static PlatformFacts Read(string dataDirectory, TimeProvider time, EngineFacts? engine)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataDirectory);
        ArgumentNullException.ThrowIfNull(time);
        return Read(Machine.Live(), Path.GetFullPath(dataDirectory), time, engine);
    }

    /// <summary>Reads main memory as it is now; never throws for what a machine lacks.</summary>
    public static MemoryFacts ReadMemory()
    {
        var machine = Machine.Live();
        var mounts = MountTable.Parse(machine.Files.Read("/proc/self/mountinfo", "mounts") ?? "");
        return MemoryReader.Read(machine, CgroupReader.Read(machine.Files, mounts).Memory);
    }

    /// <summary>Reads how much memory this process may still take, as it is now; never throws for what a machine lacks.</summary>
    public static MemoryRoom ReadMemoryRoom() => MemoryRoom.Read(Machine.Live().Files);

    internal static PlatformFacts Read(Machine machine, string dataDirectory, TimeProvider time, EngineFacts? engine)
    {
        var files = machine.Files;
        var mounts = MountTable.Parse(files.Read("/proc/self/mountinfo", "mounts") ?? "");
        var limits = CgroupReader.Read(files, mounts);
        var cpu = CpuReader.Read(machine, limits.Processors);
        var host = HostReader.Read(machine, mounts, cpu.Virtualized);
        var (gpus, driver) = GpuReader.Read(machine);
        return new PlatformFacts
        {
            ReadAt = time.GetUtcNow(),
            HostName = files.Read("/proc/sys/kernel/hostname", "host.name"),
            OperatingSystem = OsRelease.PrettyName(
                files.ReadIfThere("/etc/os-release", "operating_system")
                    ?? files.Read("/usr/lib/os-release", "operating_system")
                    ?? ""
            ),
            Kernel = files.Read("/proc/sys/kernel/osrelease", "kernel"),
            Runtime = RuntimeInformation.FrameworkDescription,
            // Processors without a flag for it, such as ARM, leave it to the name of the hypervisor.
            Cpu = cpu with
            {
                Virtualized = cpu.Virtualized ?? (host.Hypervisor is null ? null : true),
            },
            Memory = MemoryReader.Read(machine, limits.Memory),
            Disk = DiskReader.Read(machine, mounts, dataDirectory),
            Gpus = gpus,
            GpuDriver = driver,
            Engine = engine,
            Host = host,
            Unreadable = machine.Unreadable.ToImmutable(),
        };
    }
}
