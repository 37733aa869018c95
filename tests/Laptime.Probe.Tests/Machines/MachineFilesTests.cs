using Laptime.Probe.Machines;

namespace Laptime.Probe.Tests.Machines;

public sealed class MachineFilesTests
{
    [Fact]
    public void Read_Missing_NullAndNoted()
    {
        using var machine = new RecordedMachine();

        machine.Files.Read("/proc/meminfo", "memory.total").ShouldBeNull();

        machine.Unreadable["memory.total"].ShouldBe("/proc/meminfo is missing");
    }

    [Fact]
    public void ReadIfThere_Missing_NullWithoutNote()
    {
        using var machine = new RecordedMachine();

        machine.Files.ReadIfThere("/sys/none", "fact").ShouldBeNull();

        machine.Unreadable.ShouldBeEmpty();
    }

    [Fact]
    public void ReadIfThere_KernelRefuses_NotedWithReason()
    {
        // Reading one's memory at address 0 fails with EIO, for root too.
        var unreadable = new UnreadableFacts();

        new MachineFiles("/", unreadable).ReadIfThere("/proc/self/mem", "fact").ShouldBeNull();

        unreadable.ToImmutable()["fact"].ShouldStartWith("/proc/self/mem cannot be read: ");
    }

    [Fact]
    public void Resolve_LinkIntoNowhere_StaysAsItIs()
    {
        using var machine = new RecordedMachine().Link("/a", "b").Link("/loop1", "loop2").Link("/loop2", "loop1");

        machine.Files.Resolve("/a/c").ShouldBe("/b/c");
        machine.Files.Resolve("/loop1/c").ShouldBe("/loop1/c");
    }
}
