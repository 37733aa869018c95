using Laptime.Core.Platforms;
using Laptime.Probe.Machines;

namespace Laptime.Probe.Disks;

/// <summary>Reads size, free space and kind of the disk below a directory.</summary>
internal static class DiskReader
{
    /// <summary>Reads the disk that holds a directory, or would hold it.</summary>
    /// <param name="machine">Machine to read.</param>
    /// <param name="mounts">Its mounts.</param>
    /// <param name="directory">Absolute path; need not exist yet.</param>
    public static DiskFacts Read(Machine machine, MountTable mounts, string directory)
    {
        var existing = directory;
        while (!machine.Files.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }
        var space = machine.Space(existing);
        if (space is null)
        {
            machine.Unreadable.Add("disk.total", $"The file system of {existing} tells no size");
        }
        var mount = mounts.Holding(machine.Files.Resolve(existing));
        return new DiskFacts
        {
            Path = directory,
            Total = space?.Total,
            Free = space?.Free,
            FileSystem = mount?.FileSystem,
            Kind = mount is null ? null : KindOf(machine.Files, mount),
        };
    }

    private static string? KindOf(MachineFiles files, Mount mount)
    {
        if (DiskKind.OfFileSystem(mount.FileSystem) is { } kind)
        {
            return kind;
        }
        if (BlockDevice(files, mount) is not { } device)
        {
            return null;
        }
        // Encryption, volume groups and software RAID stand on other devices; the first tells the kind.
        while (files.Names($"{device}/slaves") is [var slave, ..])
        {
            device = files.Resolve($"/sys/class/block/{slave}");
        }
        // A partition lies in the directory of its disk, which has the queue.
        var disk = files.Exists($"{device}/queue") ? device : Path.GetDirectoryName(device)!;
        return DiskKind.OfBlockDevice(
            Path.GetFileName(disk),
            files.ReadIfThere($"{disk}/device/model", "disk.kind"),
            files.ReadIfThere($"{disk}/queue/rotational", "disk.kind")
        );
    }

    private static string? BlockDevice(MachineFiles files, Mount mount)
    {
        // btrfs and others hide their device behind a number of their own; their source names it.
        var link = mount.Device.StartsWith("0:", StringComparison.Ordinal)
            ? $"/sys/class/block/{Path.GetFileName(mount.Source)}"
            : $"/sys/dev/block/{mount.Device}";
        return files.Exists(link) ? files.Resolve(link) : null;
    }
}
