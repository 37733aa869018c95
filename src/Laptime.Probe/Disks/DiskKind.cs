namespace Laptime.Probe.Disks;

/// <summary>Tells kinds of disks apart: nvme, ssd, hdd, network, memory, virtual.</summary>
internal static class DiskKind
{
    /// <summary>Kind, where the type of the file system alone decides; null: look at its device.</summary>
    public static string? OfFileSystem(string fileSystem) =>
        fileSystem switch
        {
            "tmpfs" or "ramfs" or "devtmpfs" => "memory",
            "nfs" or "nfs4" or "cifs" or "smb3" or "ceph" or "lustre" or "gpfs" or "beegfs" or "wekafs" => "network",
            "fuse.sshfs" or "fuse.gcsfuse" or "fuse.s3fs" or "fuse.juicefs" or "fuse.mfs" or "fuse.glusterfs" =>
                "network",
            // Layers of a container, or a directory of the host: the disk beneath cannot be seen from inside.
            "overlay" or "fuse-overlayfs" or "fuse.fuse-overlayfs" or "aufs" or "9p" or "virtiofs" => "virtual",
            _ => null,
        };

    /// <summary>Kind of a whole disk.</summary>
    /// <param name="name">Name of the device: <c>nvme0n1</c>.</param>
    /// <param name="model">Model, as it names itself; null: unknown.</param>
    /// <param name="rotational"><c>1</c> or <c>0</c>, as the kernel believes; null: unknown.</param>
    public static string? OfBlockDevice(string name, string? model, string? rotational)
    {
        // Volumes that clouds attach over their network look like local disks but for the model.
        if (
            model is not null
            && (
                model.Contains("Elastic Block Store", StringComparison.Ordinal)
                || model.Contains("PersistentDisk", StringComparison.Ordinal)
                || model.Contains("nvme_card-pd", StringComparison.Ordinal)
            )
        )
        {
            return "network";
        }
        // What a hypervisor claims of rotation says nothing of the disk behind it.
        if (
            name.StartsWith("vd", StringComparison.Ordinal)
            || name.StartsWith("xvd", StringComparison.Ordinal)
            || model is "Virtual Disk" or "QEMU HARDDISK" or "Virtual disk" or "VBOX HARDDISK"
        )
        {
            return "virtual";
        }
        return name.StartsWith("nvme", StringComparison.Ordinal) ? "nvme"
            : name.StartsWith("zram", StringComparison.Ordinal) || name.StartsWith("ram", StringComparison.Ordinal)
                ? "memory"
            : name.StartsWith("nbd", StringComparison.Ordinal) || name.StartsWith("rbd", StringComparison.Ordinal)
                ? "network"
            : rotational switch
            {
                "0" => "ssd",
                "1" => "hdd",
                _ => null,
            };
    }
}
