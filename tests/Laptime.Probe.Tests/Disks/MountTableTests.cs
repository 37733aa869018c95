using Laptime.Probe.Disks;

namespace Laptime.Probe.Tests.Disks;

public sealed class MountTableTests
{
    [Fact]
    public void Parse_LineWithOptionalFields_AllParts()
    {
        // The example of proc(5), with a blank in the mount point.
        var mount = MountTable
            .Parse(
                "36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 propagate_from:2 - ext3 /dev/root rw,errors=continue\n"
            )
            .Mounts.ShouldHaveSingleItem();

        mount.Device.ShouldBe("98:0");
        mount.Root.ShouldBe("/mnt1");
        mount.Point.ShouldBe("/mnt 2");
        mount.FileSystem.ShouldBe("ext3");
        mount.Source.ShouldBe("/dev/root");
        mount.Options.ShouldBe(["rw", "errors=continue"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("36 35 98:0 / /mnt rw")]
    [InlineData("36 35 98:0 / /mnt rw - ext3")]
    public void Parse_Cut_LeftOut(string line) => MountTable.Parse(line).Mounts.ShouldBeEmpty();

    [Theory]
    [InlineData("/home/user", "/home")]
    [InlineData("/homestead", "/")]
    [InlineData("/home", "/home")]
    [InlineData("/data/x", "/data")]
    public void Holding_Path_DeepestLastMount(string path, string point)
    {
        var mounts = MountTable.Parse(
            "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
                + "2 1 8:2 / /home rw - ext4 /dev/sda2 rw\n"
                + "3 1 8:3 / /data rw - ext4 /dev/sda3 rw\n"
                + "4 1 8:4 / /data rw - xfs /dev/sda4 rw\n"
        );

        mounts.Holding(path).ShouldNotBeNull().Point.ShouldBe(point);
        mounts.Holding("/data")!.FileSystem.ShouldBe("xfs");
    }
}
