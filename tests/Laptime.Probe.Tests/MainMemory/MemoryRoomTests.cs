using Laptime.Core.Quantities;
using Laptime.Probe.MainMemory;

namespace Laptime.Probe.Tests.MainMemory;

public sealed class MemoryRoomTests
{
    private const string Limits = """
        Limit                     Soft Limit           Hard Limit           Units
        Max data size             943718400            unlimited            bytes
        Max address space         unlimited            unlimited            bytes
        """;

    private const string Version1 = "36 24 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";
    private const string Version2 = "35 24 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";

    [Fact]
    public void Read_PlainMachine_LeavesATwentiethToOthers()
    {
        using var machine = Machine(totalGibibytes: 20, availableGibibytes: 15)
            .File("/proc/self/limits", Limits)
            .File("/proc/self/status", "Name:\tlaptime\nVmSize:\t 204800 kB\nVmRSS:\t 102400 kB\n");

        var room = MemoryRoom.Read(machine.Files);

        (room.Margin, room.Room).ShouldBe((Bytes.FromGibibytes(1), Bytes.FromGibibytes(14)));
        (room.Data, room.AddressSpace, room.ControlGroup).ShouldBe((new Bytes(943718400), null, null));
        (room.AddressSpaceInUse, room.Resident).ShouldBe((Bytes.FromMebibytes(200), Bytes.FromMebibytes(100)));
        room.Rest.ShouldBe(new Bytes(943718400) - Bytes.FromMebibytes(200), "the smallest of all rests");
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(10, 512)]
    [InlineData(1000, 2048)]
    public void Margin_IsBounded(double totalGibibytes, double marginMebibytes)
    {
        using var machine = Machine(totalGibibytes, totalGibibytes);

        MemoryRoom.Read(machine.Files).Margin.ShouldBe(Bytes.FromMebibytes(marginMebibytes));
    }

    [Fact]
    public void Read_GroupKilledAsAWhole_IsNotRunInto()
    {
        using var machine = Group2(wholeGroup: true);

        // 4 GiB, of which 1.5 GiB are used and half a GiB of that are file pages; less 64 MiB.
        MemoryRoom.Read(machine.Files).Room.ShouldBe(Bytes.FromMebibytes(3072 - 64));
    }

    [Fact]
    public void Read_GroupWhoseLargestProcessIsKilled_LimitIsLeftToTheKernel()
    {
        using var machine = Group2(wholeGroup: false);

        var room = MemoryRoom.Read(machine.Files);

        room.Room.ShouldBe(Bytes.FromGibibytes(14));
        room.ControlGroup.ShouldBe(Bytes.FromGibibytes(4));
    }

    [Theory]
    [InlineData("1", 1984)]
    [InlineData("0", 14 * 1024)]
    public void Read_Version1GroupThatFreezes_IsNotRunInto(string disabled, double mebibytes)
    {
        using var machine = Machine(20, 15)
            .File("/proc/self/cgroup", "4:memory:/job\n")
            .File("/proc/self/mountinfo", Version1)
            .File("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "3221225472\n")
            .File("/sys/fs/cgroup/memory/job/memory.usage_in_bytes", "1073741824\n")
            .File("/sys/fs/cgroup/memory/job/memory.oom_control", $"oom_kill_disable {disabled}\nunder_oom 0\n");

        MemoryRoom.Read(machine.Files).Room.ShouldBe(Bytes.FromMebibytes(mebibytes));
    }

    [Fact]
    public void Read_NothingToRead_KnowsNothing()
    {
        using var machine = new RecordedMachine();

        var room = MemoryRoom.Read(machine.Files);

        (room.Room, room.Rest, room.AddressSpace).ShouldBe((null, null, null));
    }

    private static RecordedMachine Machine(double totalGibibytes, double availableGibibytes) =>
        new RecordedMachine().File(
            "/proc/meminfo",
            $"MemTotal: {(long)(totalGibibytes * (1 << 20))} kB\nMemAvailable: {(long)(availableGibibytes * (1 << 20))} kB\n"
        );

    private static RecordedMachine Group2(bool wholeGroup) =>
        Machine(20, 15)
            .File("/proc/self/cgroup", "0::/pod/container\n")
            .File("/proc/self/mountinfo", Version2)
            .File("/sys/fs/cgroup/pod/container/memory.max", "4294967296\n")
            .File("/sys/fs/cgroup/pod/container/memory.current", "1610612736\n")
            .File("/sys/fs/cgroup/pod/container/memory.stat", "anon 1073741824\ninactive_file 536870912\n")
            .File("/sys/fs/cgroup/pod/container/memory.oom.group", wholeGroup ? "1\n" : "0\n");
}
