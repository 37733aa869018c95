using Laptime.Core.Quantities;
using Laptime.Probe.Gpus;

namespace Laptime.Probe.Tests.Gpus;

public sealed class GpuReaderTests(FakeNvml fake) : IClassFixture<FakeNvml>
{
    [Fact]
    public void Read_TwoGpus_AllFields()
    {
        using var machine = new RecordedMachine { NvmlNames = [fake.Build()] };

        var (gpus, driver) = GpuReader.Read(machine.Machine);

        driver.ShouldBe("550.90.07");
        gpus.Length.ShouldBe(2);
        gpus[1].Index.ShouldBe(1);
        gpus[1].Name.ShouldBe("NVIDIA H200");
        gpus[1].Memory.ShouldBe(new Bytes(150754820096));
        gpus[1].MemoryUsed.ShouldBe(new Bytes(754820096));
        gpus[1].SmHertz.ShouldBe(1.981e9);
        gpus[1].SmMaximumHertz.ShouldBe(2.010e9);
        gpus[1].MemoryMaximumHertz.ShouldBe(3.201e9);
        gpus[1].PowerLimitWatts.ShouldBe(700);
        gpus[1].Celsius.ShouldBe(31);
        gpus[1].PcieGeneration.ShouldBe(5);
        gpus[1].PcieLanes.ShouldBe(16);
        gpus[1].Ecc.ShouldBe(true);
        gpus[0].DrivesDisplay.ShouldBe(true);
        gpus[1].DrivesDisplay.ShouldBe(false);
        gpus[1].ComputeCapability.ShouldBe("9.0");
        gpus[1].ThrottleReasons.ShouldBe(["idle"]);
        machine.Unreadable.ShouldBeEmpty();
    }

    [Fact]
    public void Read_OldDriver_ReasonsUnderTheirOlderName()
    {
        using var machine = new RecordedMachine { NvmlNames = [fake.Build("OLD_DRIVER")] };

        var (gpus, _) = GpuReader.Read(machine.Machine);

        gpus[0].ThrottleReasons.ShouldBe(["software power cap", "hardware thermal slowdown"]);
    }

    [Fact]
    public void Read_NothingSupported_NullsWithoutNotes()
    {
        using var machine = new RecordedMachine { NvmlNames = [fake.Build("BARE")] };

        var (gpus, _) = GpuReader.Read(machine.Machine);

        gpus[0].Name.ShouldBe("NVIDIA H200");
        gpus[0].Memory.ShouldBeNull();
        gpus[0].SmHertz.ShouldBeNull();
        gpus[0].PowerLimitWatts.ShouldBeNull();
        gpus[0].Ecc.ShouldBeNull();
        gpus[0].DrivesDisplay.ShouldBeNull();
        gpus[0].ComputeCapability.ShouldBeNull();
        gpus[0].ThrottleReasons.ShouldBeEmpty();
        machine.Unreadable.ShouldBeEmpty();
    }

    [Fact]
    public void Read_LostGpu_NotedInNvmlsWordsOthersStand()
    {
        using var machine = new RecordedMachine { NvmlNames = [fake.Build("LOST")] };

        var (gpus, _) = GpuReader.Read(machine.Machine);

        gpus[0].Celsius.ShouldBe(31);
        gpus[1].Celsius.ShouldBeNull();
        machine.Unreadable["gpu1.temperature"].ShouldBe("GPU is lost");
        machine.Unreadable.Keys.ShouldAllBe(fact => fact.StartsWith("gpu1."));
    }

    [Fact]
    public void Read_DriverNotLoaded_NotedOnlyWhereThereIsAGpu()
    {
        using var without = new RecordedMachine { NvmlNames = [fake.Build("NO_DRIVER")] };
        using var with = new RecordedMachine { NvmlNames = [fake.Build("NO_DRIVER")] }
            .File("/sys/bus/pci/devices/0000:00:1e.0/vendor", "0x10de\n")
            .File("/sys/bus/pci/devices/0000:00:1e.0/class", "0x030200\n");

        GpuReader.Read(without.Machine).Gpus.ShouldBeEmpty();
        GpuReader.Read(with.Machine).Gpus.ShouldBeEmpty();

        without.Unreadable.ShouldBeEmpty();
        with.Unreadable["gpus"].ShouldStartWith("An NVIDIA GPU is in this machine, but ");
        with.Unreadable["gpus"].ShouldEndWith("was loaded but did not start: Driver Not Loaded");
    }

    [Fact]
    public void Read_NoLibraryButGpuOnBus_Noted()
    {
        using var machine = new RecordedMachine()
            .File("/sys/bus/pci/devices/0000:00:01.0/vendor", "0x8086\n")
            .File("/sys/bus/pci/devices/0000:00:01.0/class", "0x030000\n")
            .File("/sys/bus/pci/devices/0000:00:02.0/vendor", "0x10de\n")
            .File("/sys/bus/pci/devices/0000:00:02.0/class", "0x030000\n");

        GpuReader.Read(machine.Machine).Driver.ShouldBeNull();

        machine.Unreadable["gpus"].ShouldContain("was not found");
    }

    [Fact]
    public void Read_SoundOfNvidiaOnly_NoGpu()
    {
        using var machine = new RecordedMachine()
            .File("/sys/bus/pci/devices/0000:00:02.1/vendor", "0x10de\n")
            .File("/sys/bus/pci/devices/0000:00:02.1/class", "0x040300\n");

        GpuReader.Read(machine.Machine).Gpus.ShouldBeEmpty();

        machine.Unreadable.ShouldBeEmpty();
    }
}
