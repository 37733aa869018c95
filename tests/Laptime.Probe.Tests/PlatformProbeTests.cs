using System.Diagnostics;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;

namespace Laptime.Probe.Tests;

public sealed class PlatformProbeTests
{
    [Fact]
    public void Read_ColabRuntime_DockerOnGoogleCloud()
    {
        using var machine = new RecordedMachine { Signature = "KVMKVMKVM" }
            .File("/proc/cpuinfo", Some.Xeon(2, 1, 1))
            .File("/proc/self/status", "Cpus_allowed_list:\t0-1\n")
            .File("/proc/meminfo", "MemTotal:       13290452 kB\nMemAvailable:   12011352 kB\n")
            .File("/proc/self/cgroup", "0::/\n")
            .File(
                "/proc/self/mountinfo",
                "1 0 0:99 / / rw - overlay overlay rw\n35 1 0:30 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n"
            )
            .File("/proc/sys/kernel/osrelease", "6.6.113+\n")
            .File("/proc/sys/kernel/hostname", "2e1b5b3c0d7f\n")
            .File("/etc/os-release", "PRETTY_NAME=\"Ubuntu 22.04.5 LTS\"\n")
            .File("/sys/class/dmi/id/sys_vendor", "Google\n")
            .File("/sys/class/dmi/id/product_name", "Google Compute Engine\n")
            .File("/.dockerenv", "")
            .Folder("/content")
            .Variable("COLAB_GPU", "0")
            .Space("/", 107, 70)
            .Space("/dev/shm", 5.8, 5.8);

        var facts = machine.Probe("/root/.local/share/laptime");

        facts.OperatingSystem.ShouldBe("Ubuntu 22.04.5 LTS");
        facts.Kernel.ShouldBe("6.6.113+");
        facts.HostName.ShouldBe("2e1b5b3c0d7f");
        facts.Cpu.LogicalProcessors.ShouldBe(2);
        facts.Cpu.PhysicalCores.ShouldBe(1);
        facts.Cpu.CgroupQuota.ShouldBeNull();
        facts.Memory.Total.ShouldBe(Bytes.FromKibibytes(13290452));
        facts.Disk.Kind.ShouldBe("virtual");
        facts.Gpus.ShouldBeEmpty();
        facts.Host.PlatformId.ShouldBe("colab");
        facts.Host.HostCloud.ShouldBe("Google Compute Engine");
        facts.Host.Container.ShouldBe("docker");
        facts.Host.Hypervisor.ShouldBe("kvm");
        facts.Host.Limits.Length.ShouldBe(3);
        facts.Unreadable.ShouldBeEmpty();
    }

    [Fact]
    public void Read_Graviton_CloudAndHypervisorFromDmi()
    {
        using var machine = new RecordedMachine()
            .File("/proc/cpuinfo", Some.Graviton(2))
            .File("/sys/class/dmi/id/sys_vendor", "Amazon EC2\n")
            .File("/sys/class/dmi/id/product_name", "c7g.large\n");

        var facts = machine.Probe();

        facts.Host.PlatformId.ShouldBe("aws-ec2");
        facts.Host.HostCloud.ShouldBeNull();
        facts.Host.Hypervisor.ShouldBe("amazon");
        facts.Cpu.Virtualized.ShouldBe(true);
        facts.Cpu.Model.ShouldBe("Neoverse-V1");
    }

    [Fact]
    public void Read_EmptyMachine_ReasonsInsteadOfCrash()
    {
        using var machine = new RecordedMachine();

        var facts = machine.Probe();

        facts.Host.PlatformId.ShouldBeNull();
        facts.Unreadable.Keys.ShouldBe(
            [
                "cpu.allowed",
                "cpu.model",
                "disk.total",
                "host.name",
                "kernel",
                "memory.shared",
                "memory.total",
                "mounts",
                "operating_system",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public void Read_ThisMachine_PlausibleAndQuick()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The probe reads Linux");
        var engine = new EngineFacts
        {
            Version = "2.6.0",
            LibraryPath = "/usr/lib",
            Origin = "system",
        };
        var directory = Path.Combine(Path.GetTempPath(), "laptime", "none", "yet");
        _ = PlatformProbe.Read(directory, TimeProvider.System, engine);

        var watch = Stopwatch.StartNew();
        var facts = PlatformProbe.Read(directory, TimeProvider.System, engine);
        watch.Stop();

        facts.Engine.ShouldBeSameAs(engine);
        facts.Cpu.LogicalProcessors.ShouldBeInRange(1, 1 << 16);
        facts.Memory.Total.ShouldNotBeNull().Value.ShouldBeGreaterThan(1L << 28);
        facts.Disk.Total.ShouldNotBeNull().Value.ShouldBeGreaterThan(0);
        facts.Kernel.ShouldNotBeNullOrEmpty();
        facts.Disk.Path.ShouldBe(directory);
        Directory.Exists(directory).ShouldBeFalse();
        // A GPU driver that has to wake up first takes its own time.
        if (facts.Gpus.IsEmpty)
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
        }
    }
}
