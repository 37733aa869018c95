using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Roofs;

namespace Laptime.Measurement.Tests.Roofs;

public class RealRoofTests
{
    [Theory]
    [InlineData(1, TriadStores.Ordinary)]
    [InlineData(2, TriadStores.Streaming)]
    [InlineData(3, TriadStores.Streaming)]
    public void MemoryTriad_EveryElement_IsComputed(int threads, TriadStores stores)
    {
        using MemoryTriad triad = new(threads, new Bytes((8 << 20) + 24), stores);

        triad.Error().ShouldBeGreaterThan(0); // nothing is there before the first round
        triad.Run(2);

        triad.Error().ShouldBe(0);
        triad.Amount.ShouldBe(3 * 8 * (1 << 20)); // whole cache lines
    }

    [Theory]
    [InlineData(null, 256)]
    [InlineData(32L << 20, 128)]
    [InlineData(1L << 20, 64)]
    public void ArraySize_IsFourTimesTheCache(long? cache, double mebibytes) =>
        MemoryTriad.ArraySize(cache is { } bytes ? new Bytes(bytes) : null).ShouldBe(Bytes.FromMebibytes(mebibytes));

    [Fact]
    public void ThreadTeam_EachRound_EveryShareOnce()
    {
        int[] shares = new int[4];
        using (ThreadTeam team = new(4, index => shares[index]++))
        {
            for (int round = 1; round <= 500; round++)
            {
                team.Run();
                shares.ShouldAllBe(count => count == round);
            }
        }
    }

    [Fact]
    public void ThreadTeam_ShareThatFails_FailsTheRound()
    {
        using ThreadTeam team = new(2, index => _ = index == 1 ? throw new IOException("no disk") : 0);

        Should.Throw<InvalidOperationException>(team.Run).Message.ShouldContain("no disk");
    }

    [Fact]
    public void DiskRead_Directory_ReadsAndLeavesNothing()
    {
        string directory = Directory.CreateTempSubdirectory("laptime-disk-").FullName;
        try
        {
            using DiskRead? load = DiskRead.TryCreate(directory, fileSystem: null, out string? reason);

            load.ShouldNotBeNull(reason);
            Directory.GetFileSystemEntries(directory).ShouldBeEmpty();
            RoofReading.Measured reading = new RoofTimer(new StopwatchClock()).Measure(load, Seconds.Zero);
            reading.Best.ShouldBeInRange(1e6, 1e12);
            reading.Repetitions.ShouldBe(5);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void DiskRead_Memory_IsNoDisk()
    {
        DiskRead.TryCreate("/dev/shm", "tmpfs", out string? reason).ShouldBeNull();

        reason.ShouldBe("/dev/shm lies in memory (tmpfs)");
    }

    [Fact]
    public void DiskRead_PlaceThatCannotBeWritten_Reason()
    {
        DiskRead.TryCreate("/proc/nowhere", "proc", out string? reason).ShouldBeNull();

        reason.ShouldStartWith("a file cannot be written to /proc/nowhere: ");
    }
}
