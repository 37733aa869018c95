using System.Collections.Immutable;
using Laptime.Core.Findings;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;

namespace Laptime.Probe.Tests;

public sealed class PlatformFindingsTests
{
    [Fact]
    public void Of_UnremarkableMachine_Nothing() =>
        PlatformFindings.Of(Some.Facts() with { Gpus = [Some.Gpu()] }).ShouldBeEmpty();

    [Theory]
    [InlineData("docker", "--shm-size")]
    [InlineData("podman", "--shm-size")]
    [InlineData("kubernetes", "emptyDir")]
    [InlineData(null, "mount -o remount")]
    public void Of_SmallSharedMemory_AdviceForTheContainer(string? container, string advice)
    {
        // 64 MiB is Docker's default.
        var facts = Some.Facts();
        facts = facts with
        {
            Memory = facts.Memory with { SharedMemory = Bytes.FromMebibytes(64) },
            Host = new HostFacts { Container = container },
        };

        var finding = PlatformFindings.Of(facts).ShouldHaveSingleItem();

        finding.Code.ShouldBe("SHM_SMALL");
        finding.Severity.ShouldBe(Severity.Warning);
        finding.Message.ShouldContain("64 MiB");
        finding.Advice.ShouldNotBeNull().ShouldContain(advice);
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(1023, true)]
    public void Of_SharedMemory_ThresholdIsOneGibibyte(double mebibytes, bool found)
    {
        var facts = Some.Facts();
        facts = facts with { Memory = facts.Memory with { SharedMemory = Bytes.FromMebibytes(mebibytes) } };

        PlatformFindings.Of(facts).Any(finding => finding.Code == "SHM_SMALL").ShouldBe(found);
    }

    [Theory]
    [InlineData(2.5, "CPU_QUOTA", "OMP_NUM_THREADS=2")]
    [InlineData(0.5, "CPU_QUOTA", "OMP_NUM_THREADS=1")]
    [InlineData(8.0, null, null)]
    public void Of_Quota_OnlyBelowTheProcessors(double quota, string? code, string? advice)
    {
        var facts = Some.Facts();

        var finding = PlatformFindings
            .Of(facts with { Cpu = facts.Cpu with { CgroupQuota = quota } })
            .SingleOrDefault();

        finding?.Code.ShouldBe(code);
        (finding is null).ShouldBe(code is null);
        finding?.Advice.ShouldNotBeNull().ShouldContain(advice!);
    }

    [Fact]
    public void Of_TroubledMemoryAndDisk_EachOnce()
    {
        var facts = Some.Facts();
        facts = facts with
        {
            Memory = facts.Memory with { CgroupLimit = Bytes.FromGibibytes(4), SwapFree = Bytes.FromGibibytes(1) },
            Disk = facts.Disk with { Free = Bytes.FromMebibytes(100) },
        };

        PlatformFindings
            .Of(facts)
            .Select(finding => finding.Code)
            .ShouldBe(["MEMORY_LIMIT", "SWAP_IN_USE", "DISK_FULL"]);
    }

    [Fact]
    public void Of_HotBusyGpu_BothSaid()
    {
        var gpu = Some.Gpu() with
        {
            ThrottleReasons = ["software power cap", "hardware thermal slowdown"],
            MemoryUsed = Bytes.FromGibibytes(20),
        };

        var findings = PlatformFindings.Of(Some.Facts() with { Gpus = [gpu] });

        findings.Select(finding => finding.Code).ShouldBe(["GPU_THROTTLED", "GPU_BUSY"]);
        findings[0].Message.ShouldBe("GPU 0 (NVIDIA H200) is held back just now: hardware thermal slowdown.");
    }

    [Theory]
    [InlineData("docker", "--gpus all")]
    [InlineData("apptainer", "--nv")]
    [InlineData(null, "nvidia-smi")]
    public void Of_UnreachableGpu_AdviceForTheContainer(string? container, string advice)
    {
        var facts = Some.Facts() with
        {
            Host = new HostFacts { Container = container },
            Unreadable = ImmutableSortedDictionary<string, string>.Empty.Add("gpus", "A GPU is there, but no driver"),
        };

        var finding = PlatformFindings.Of(facts).ShouldHaveSingleItem();

        finding.Message.ShouldBe("A GPU is there, but no driver.");
        finding.Advice.ShouldNotBeNull().ShouldContain(advice);
    }

    [Fact]
    public void Of_SessionLimits_OneNoteEach()
    {
        var host = new HostFacts { PlatformName = "Kaggle Notebooks", Limits = ["at most 12 h", "30 h a week"] };

        var findings = PlatformFindings.Of(Some.Facts() with { Host = host });

        findings.Length.ShouldBe(2);
        findings.ShouldAllBe(finding => finding.Code == "SESSION_LIMIT" && finding.Severity == Severity.Note);
        findings[0].Message.ShouldBe("Kaggle Notebooks: at most 12 h.");
    }
}
