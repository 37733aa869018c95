using Laptime.Core.Quantities;
using Laptime.Probe.Disks;

namespace Laptime.Probe.Tests.Disks;

public sealed class DiskReaderTests
{
    [Theory]
    [InlineData("nvme0n1", "SAMSUNG MZQL21T9HCJR-00A07", "0", "nvme")]
    [InlineData("nvme1n1", "Amazon Elastic Block Store", "0", "network")]
    [InlineData("sda", "PersistentDisk", "0", "network")]
    [InlineData("sda", "ST4000NM0035-1V4", "1", "hdd")]
    [InlineData("sda", "INTEL SSDSC2KB96", "0", "ssd")]
    [InlineData("sda", "Virtual Disk", "1", "virtual")]
    [InlineData("vda", null, "1", "virtual")]
    public void Read_Partition_KindOfItsDisk(string disk, string? model, string rotational, string kind)
    {
        using var machine = Disk(disk, model, rotational)
            .Folder($"/sys/devices/pci0/block/{disk}/part1")
            .Link("/sys/dev/block/259:1", $"../../devices/pci0/block/{disk}/part1")
            .File("/proc/self/mountinfo", "27 1 259:1 / / rw - ext4 /dev/root rw\n")
            .Space("/home", 100, 40);

        var facts = DiskReader.Read(machine.Machine, machine.Mounts, "/home/not/yet/there");

        facts.Kind.ShouldBe(kind);
        facts.Path.ShouldBe("/home/not/yet/there");
        facts.FileSystem.ShouldBe("ext4");
        facts.Total.ShouldBe(Bytes.FromGibibytes(100));
        facts.Free.ShouldBe(Bytes.FromGibibytes(40));
    }

    [Fact]
    public void Read_VolumeGroup_KindOfTheDiskBeneath()
    {
        using var machine = Disk("sdb", "ST4000NM0035-1V4", "1")
            .Folder("/sys/devices/virtual/block/dm-0/queue")
            .Folder("/sys/devices/virtual/block/dm-0/slaves/sdb")
            .Link("/sys/class/block/sdb", "../../devices/pci0/block/sdb")
            .Link("/sys/dev/block/253:0", "../../devices/virtual/block/dm-0")
            .File("/proc/self/mountinfo", "27 1 253:0 / / rw - xfs /dev/mapper/vg-root rw\n")
            .Space("/", 100, 40);

        DiskReader.Read(machine.Machine, machine.Mounts, "/").Kind.ShouldBe("hdd");
    }

    [Fact]
    public void Read_Btrfs_DeviceFromItsSource()
    {
        using var machine = Disk("sdb", null, "0")
            .Link("/sys/class/block/sdb", "../../devices/pci0/block/sdb")
            .File("/proc/self/mountinfo", "27 1 0:26 /@ / rw - btrfs /dev/sdb rw\n")
            .Space("/", 100, 40);

        DiskReader.Read(machine.Machine, machine.Mounts, "/").Kind.ShouldBe("ssd");
    }

    [Theory]
    [InlineData("overlay", "virtual")]
    [InlineData("tmpfs", "memory")]
    [InlineData("nfs4", "network")]
    [InlineData("zfs", null)]
    public void Read_NoDevice_KindOfFileSystem(string fileSystem, string? kind)
    {
        using var machine = new RecordedMachine()
            .File("/proc/self/mountinfo", $"27 1 0:50 / / rw - {fileSystem} something rw\n")
            .Space("/", 100, 40);

        DiskReader.Read(machine.Machine, machine.Mounts, "/").Kind.ShouldBe(kind);
    }

    [Fact]
    public void Read_DirectoryBehindLink_DiskOfItsTarget()
    {
        using var machine = new RecordedMachine()
            .Link("/home/user", "../gpfs/user")
            .File("/proc/self/mountinfo", "1 0 0:9 / / rw - overlay o rw\n2 1 0:50 / /gpfs rw - gpfs scratch rw\n")
            .Space("/gpfs/user", 100, 40)
            .Space("/home/user", 100, 40);

        DiskReader.Read(machine.Machine, machine.Mounts, "/home/user/laptime").Kind.ShouldBe("network");
    }

    [Fact]
    public void Read_NoSizeTold_NotedWithReason()
    {
        using var machine = new RecordedMachine();

        DiskReader.Read(machine.Machine, machine.Mounts, "/data").Total.ShouldBeNull();

        machine.Unreadable.ShouldContainKey("disk.total");
    }

    private static RecordedMachine Disk(string name, string? model, string rotational)
    {
        var machine = new RecordedMachine().File($"/sys/devices/pci0/block/{name}/queue/rotational", $"{rotational}\n");
        return model is null ? machine : machine.File($"/sys/devices/pci0/block/{name}/device/model", $"{model}   \n");
    }
}
