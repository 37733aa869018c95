using System.Collections.Immutable;
using Laptime.Probe.Hosts;

namespace Laptime.Probe.Tests.Hosts;

public sealed class HostReaderTests
{
    [Theory]
    [InlineData("KVMKVMKVM", "kvm")]
    [InlineData("Microsoft Hv", "microsoft")]
    [InlineData("VMwareVMware", "vmware")]
    [InlineData("XenVMMXenVMM", "xen")]
    [InlineData("SomethingNew", "SomethingNew")]
    [InlineData(null, "unknown")]
    public void Read_Guest_HypervisorBySignature(string? signature, string name)
    {
        using var machine = new RecordedMachine { Signature = signature };

        HostReader.Read(machine.Machine, machine.Mounts, virtualized: true).Hypervisor.ShouldBe(name);
    }

    [Theory]
    [InlineData("Amazon EC2", "m7g.large", "amazon")]
    [InlineData("Amazon EC2", "m7g.metal", null)]
    [InlineData("Google", "Google Compute Engine", "kvm")]
    [InlineData("QEMU", "KVM Virtual Machine", "kvm")]
    [InlineData("NVIDIA", "GH200", null)]
    public void Read_ArmByDmi_Hypervisor(string vendor, string product, string? name)
    {
        using var machine = new RecordedMachine()
            .File("/sys/class/dmi/id/sys_vendor", $"{vendor}\n")
            .File("/sys/class/dmi/id/product_name", $"{product}\n");

        HostReader.Read(machine.Machine, machine.Mounts, virtualized: null).Hypervisor.ShouldBe(name);
    }

    [Fact]
    public void Read_BareMetal_SignatureNotAsked()
    {
        using var machine = new RecordedMachine { Signature = "KVMKVMKVM" };

        HostReader.Read(machine.Machine, machine.Mounts, virtualized: false).Hypervisor.ShouldBeNull();
    }

    [Theory]
    [InlineData("/.dockerenv", null, "", "docker")]
    [InlineData("/run/.containerenv", null, "", "podman")]
    [InlineData("/.dockerenv", "KUBERNETES_SERVICE_HOST", "", "kubernetes")]
    [InlineData(null, "APPTAINER_CONTAINER", "", "apptainer")]
    [InlineData(null, null, "1:cpu:/kubepods/besteffort/pod1/x\n", "kubernetes")]
    [InlineData(null, null, "1:cpu:/docker/0123\n", "docker")]
    [InlineData(null, null, "1:cpu:/system.slice/containerd.service/0123\n", "containerd")]
    [InlineData(null, null, "1:cpu:/lxc/box\n", "lxc")]
    [InlineData(null, null, "0::/init.scope\n", null)]
    public void Read_ContainerSigns_Kind(string? file, string? variable, string groups, string? kind)
    {
        using var machine = new RecordedMachine().File("/proc/1/cgroup", groups);
        _ = file is null ? machine : machine.File(file, "");
        _ = variable is null ? machine : machine.Variable(variable, "x");

        HostReader.Read(machine.Machine, machine.Mounts, virtualized: null).Container.ShouldBe(kind);
    }

    [Fact]
    public void Read_RunPodLogin_EnvironmentOfProcessOne()
    {
        using var machine = new RecordedMachine().File("/proc/1/environ", "PATH=/bin\0RUNPOD_POD_ID=abc\0");

        HostReader.Read(machine.Machine, machine.Mounts, virtualized: null).PlatformId.ShouldBe("runpod");
    }

    [Fact]
    public void Read_Kaggle_LimitsWithDateAndSource()
    {
        using var machine = new RecordedMachine().Variable("KAGGLE_KERNEL_RUN_TYPE", "Batch");

        var limit = HostReader.Read(machine.Machine, machine.Mounts, virtualized: true).Limits.ShouldHaveSingleItem();

        limit.ShouldStartWith("at most 12 h, 30 h GPU, 20 h TPU a week, 9 h with a TPU (as of 2025-11; ");
    }

    [Theory]
    [InlineData("1795780800", "Slurm job ends at 2026-11-27 12:00:00Z (SLURM_JOB_END_TIME)")]
    [InlineData("soon", null)]
    [InlineData("9223372036854775807", null)]
    public void Read_SlurmJob_NumberAndEnd(string end, string? limit)
    {
        using var machine = new RecordedMachine().Variable("SLURM_JOB_ID", "4711").Variable("SLURM_JOB_END_TIME", end);

        var host = HostReader.Read(machine.Machine, machine.Mounts, virtualized: null);

        host.SlurmJob.ShouldBe("4711");
        host.Limits.ShouldBe(limit is null ? ImmutableArray<string>.Empty : [limit]);
    }

    [Theory]
    [InlineData(
        "NAME=\"Debian GNU/Linux\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n",
        "Debian GNU/Linux 12 (bookworm)"
    )]
    [InlineData("PRETTY_NAME='Arch Linux'", "Arch Linux")]
    [InlineData("PRETTY_NAME=", null)]
    [InlineData("NAME=x", null)]
    public void PrettyName_Text_Name(string text, string? name) => OsRelease.PrettyName(text).ShouldBe(name);
}
