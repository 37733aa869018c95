using Laptime.Core.Quantities;
using Laptime.Probe.MainMemory;

namespace Laptime.Probe.Tests.MainMemory;

public sealed class MemoryReaderTests
{
    [Fact]
    public void Read_Recorded_AllFields()
    {
        using var machine = new RecordedMachine()
            .File(
                "/proc/meminfo",
                """
                MemTotal:       24684096 kB
                MemFree:        24329232 kB
                MemAvailable:   24322196 kB
                SwapTotal:       2097148 kB
                SwapFree:        1048576 kB
                HugePages_Total:       0
                """
            )
            .File("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n")
            .Space("/dev/shm", 12, 11);

        var facts = MemoryReader.Read(machine.Machine, Bytes.FromGibibytes(8));

        facts.Total.ShouldBe(new Bytes(24684096L * 1024));
        facts.Available.ShouldBe(new Bytes(24322196L * 1024));
        facts.Swap.ShouldBe(new Bytes(2097148L * 1024));
        facts.SwapFree.ShouldBe(Bytes.FromGibibytes(1));
        facts.CgroupLimit.ShouldBe(Bytes.FromGibibytes(8));
        facts.SharedMemory.ShouldBe(Bytes.FromGibibytes(12));
        facts.SharedMemoryFree.ShouldBe(Bytes.FromGibibytes(11));
        facts.TransparentHugePages.ShouldBe("madvise");
        machine.Unreadable.ShouldBeEmpty();
    }

    [Fact]
    public void Read_NothingThere_NullsWithReasons()
    {
        using var machine = new RecordedMachine();

        var facts = MemoryReader.Read(machine.Machine, limit: null);

        facts.Total.ShouldBeNull();
        facts.SharedMemory.ShouldBeNull();
        facts.TransparentHugePages.ShouldBeNull();
        machine.Unreadable.Keys.ShouldBe(["memory.shared", "memory.total"]);
    }

    [Theory]
    [InlineData("MemTotal: many kB")]
    [InlineData("MemTotal: 12 MB")]
    [InlineData("MemTotal:")]
    [InlineData("NotMemTotal: 12 kB")]
    public void Parse_Unexpected_Null(string text) => MemInfoText.Parse(text).Total.ShouldBeNull();
}
