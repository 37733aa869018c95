using Laptime.Core.Quantities;
using Laptime.Probe.Processors;

namespace Laptime.Probe.Tests.Processors;

public sealed class CpuReaderTests
{
    private const string Sys = "/sys/devices/system/cpu";

    [Fact]
    public void Read_TwoClusters_LastLevelCacheSummedOncePerCluster()
    {
        using var machine = new RecordedMachine()
            .File("/proc/cpuinfo", Some.Xeon(4, 4, 1))
            .File($"{Sys}/online", "0-3\n");
        for (var cpu = 0; cpu < 4; cpu++)
        {
            AddCache(machine, cpu, 0, 1, "Data", "48K", $"{cpu}");
            AddCache(machine, cpu, 1, 1, "Instruction", "32K", $"{cpu}");
            AddCache(machine, cpu, 2, 2, "Unified", "2048K", $"{cpu}");
            AddCache(machine, cpu, 3, 3, "Unified", "32768K", cpu < 2 ? "0-1" : "2-3");
        }

        var facts = CpuReader.Read(machine.Machine, quota: null);

        facts.L1Data.ShouldBe(Bytes.FromKibibytes(48));
        facts.L2.ShouldBe(Bytes.FromMebibytes(2));
        facts.L3.ShouldBe(Bytes.FromMebibytes(64));
    }

    [Fact]
    public void Read_FewerProcessorsAllowed_CountsThese()
    {
        using var machine = new RecordedMachine()
            .File("/proc/cpuinfo", Some.Xeon(64, 32, 1))
            .File("/proc/self/status", "Name:\tlaptime\nCpus_allowed:\tff0\nCpus_allowed_list:\t4-11\n");

        var facts = CpuReader.Read(machine.Machine, quota: 2.5);

        facts.LogicalProcessors.ShouldBe(8);
        facts.PhysicalCores.ShouldBe(32);
        facts.CgroupQuota.ShouldBe(2.5);
    }

    [Fact]
    public void Read_Graviton_TopologyFromSys()
    {
        using var machine = new RecordedMachine()
            .File("/proc/cpuinfo", Some.Graviton(4))
            .File($"{Sys}/online", "0-3\n");
        for (var cpu = 0; cpu < 4; cpu++)
        {
            machine.File($"{Sys}/cpu{cpu}/topology/physical_package_id", "-1\n");
            machine.File($"{Sys}/cpu{cpu}/topology/thread_siblings_list", $"{cpu}\n");
        }

        var facts = CpuReader.Read(machine.Machine, quota: null);

        facts.PhysicalCores.ShouldBe(4);
        facts.Sockets.ShouldBeNull();
        facts.L3.ShouldBeNull();
    }

    [Fact]
    public void Read_BareMetalWithPolicies_HighestClockAndGovernor()
    {
        using var machine = new RecordedMachine()
            .File("/proc/cpuinfo", Some.Xeon(2, 2, 1, more: "ht"))
            .File($"{Sys}/cpufreq/policy0/cpuinfo_max_freq", "3900000\n")
            .File($"{Sys}/cpufreq/policy0/scaling_governor", "performance\n")
            .File($"{Sys}/cpufreq/policy1/cpuinfo_max_freq", "4100000\n")
            .File($"{Sys}/cpufreq/policy1/scaling_governor", "performance\n");

        var facts = CpuReader.Read(machine.Machine, quota: null);

        facts.MaximumHertz.ShouldBe(4.1e9);
        facts.Governor.ShouldBe("performance");
    }

    [Fact]
    public void Read_NoFrequencyDriver_NotedOnBareMetalOnly()
    {
        using var guest = new RecordedMachine().File("/proc/cpuinfo", Some.Xeon(2, 2, 1));
        using var metal = new RecordedMachine().File("/proc/cpuinfo", Some.Xeon(2, 2, 1, more: "ht"));

        CpuReader.Read(guest.Machine, quota: null).MaximumHertz.ShouldBe(2.5e9);
        CpuReader.Read(metal.Machine, quota: null).Governor.ShouldBeNull();

        guest.Unreadable.ShouldNotContainKey("cpu.governor");
        metal.Unreadable.ShouldContainKey("cpu.governor");
    }

    [Fact]
    public void Read_EmptyMachine_SaysWhatIsMissing()
    {
        using var machine = new RecordedMachine();

        var facts = CpuReader.Read(machine.Machine, quota: null);

        facts.Model.ShouldBeNull();
        facts.LogicalProcessors.ShouldBeGreaterThan(0);
        machine.Unreadable["cpu.model"].ShouldBe("/proc/cpuinfo is missing");
    }

    private static void AddCache(
        RecordedMachine machine,
        int cpu,
        int index,
        int level,
        string type,
        string size,
        string sharedBy
    ) =>
        machine
            .File($"{Sys}/cpu{cpu}/cache/index{index}/level", $"{level}\n")
            .File($"{Sys}/cpu{cpu}/cache/index{index}/type", $"{type}\n")
            .File($"{Sys}/cpu{cpu}/cache/index{index}/size", $"{size}\n")
            .File($"{Sys}/cpu{cpu}/cache/index{index}/shared_cpu_list", $"{sharedBy}\n");
}
