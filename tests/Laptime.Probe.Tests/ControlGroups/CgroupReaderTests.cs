using Laptime.Core.Quantities;
using Laptime.Probe.ControlGroups;

namespace Laptime.Probe.Tests.ControlGroups;

public sealed class CgroupReaderTests
{
    private const string UnifiedMount = "35 24 0:30 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n";

    [Fact]
    public void Read_Version2_ParentLimitsToo()
    {
        using var machine = new RecordedMachine()
            .File("/proc/self/cgroup", "0::/user.slice/user-1000.slice/session-2.scope\n")
            .File("/proc/self/mountinfo", UnifiedMount)
            .File("/sys/fs/cgroup/user.slice/memory.max", "17179869184\n")
            .File("/sys/fs/cgroup/user.slice/cpu.max", "max 100000\n")
            .File("/sys/fs/cgroup/user.slice/user-1000.slice/memory.max", "max\n")
            .File("/sys/fs/cgroup/user.slice/user-1000.slice/cpu.max", "350000 100000\n")
            .File("/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope/memory.max", "34359738368\n");

        var limits = CgroupReader.Read(machine.Files, machine.Mounts);

        limits.ShouldBe(new CgroupLimits(Bytes.FromGibibytes(16), 3.5));
    }

    [Fact]
    public void Read_Version2InNamespace_LimitAtMount()
    {
        using var machine = new RecordedMachine()
            .File("/proc/self/cgroup", "0::/\n")
            .File("/proc/self/mountinfo", UnifiedMount)
            .File("/sys/fs/cgroup/memory.max", "4294967296\n")
            .File("/sys/fs/cgroup/cpu.max", "200000 100000\n");

        CgroupReader.Read(machine.Files, machine.Mounts).ShouldBe(new CgroupLimits(Bytes.FromGibibytes(4), 2));
    }

    [Fact]
    public void Read_Version1DockerWithoutNamespace_PathBelowMountRoot()
    {
        using var machine = new RecordedMachine()
            .File(
                "/proc/self/cgroup",
                "12:memory:/docker/abc/job\n3:cpu,cpuacct:/docker/abc\n1:name=systemd:/docker/abc\n"
            )
            .File(
                "/proc/self/mountinfo",
                "90 80 0:40 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n"
                    + "91 80 0:41 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n"
            )
            .File("/sys/fs/cgroup/memory/memory.limit_in_bytes", "2147483648\n")
            .File("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "9223372036854771712\n")
            .File("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "150000\n")
            .File("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");

        CgroupReader.Read(machine.Files, machine.Mounts).ShouldBe(new CgroupLimits(Bytes.FromGibibytes(2), 1.5));
    }

    [Fact]
    public void Read_Version1Unlimited_Null()
    {
        using var machine = new RecordedMachine()
            .File("/proc/self/cgroup", "4:memory:/\n1:cpu:/\n0::/\n")
            .File(
                "/proc/self/mountinfo",
                "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
                    + "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                    + "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
            )
            .File("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
            .File("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
            .File("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        CgroupReader.Read(machine.Files, machine.Mounts).ShouldBe(new CgroupLimits(null, null));
    }

    [Fact]
    public void Read_GroupOutsideTheMount_MountItself()
    {
        using var machine = new RecordedMachine()
            .File("/proc/self/cgroup", "0::/../../other\n")
            .File("/proc/self/mountinfo", UnifiedMount)
            .File("/sys/fs/cgroup/memory.max", "1073741824\n");

        CgroupReader.Read(machine.Files, machine.Mounts).Memory.ShouldBe(Bytes.FromGibibytes(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\n0:\n")]
    public void Read_NoGroups_NoLimits(string groups)
    {
        using var machine = new RecordedMachine()
            .File("/proc/self/cgroup", groups)
            .File("/proc/self/mountinfo", UnifiedMount)
            .File("/sys/fs/cgroup/memory.max", "1073741824\n");

        CgroupReader.Read(machine.Files, machine.Mounts).ShouldBe(new CgroupLimits(null, null));
    }
}
