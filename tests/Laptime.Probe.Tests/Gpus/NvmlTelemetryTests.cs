using System.Runtime.InteropServices;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Probe.Gpus;

namespace Laptime.Probe.Tests.Gpus;

public sealed class NvmlTelemetryTests(FakeNvml fake) : IClassFixture<FakeNvml>
{
    private static readonly TelemetrySample Before = new() { Ticks = 42, MajorFaults = 7 };

    [Fact]
    public void Read_Device_ItsFiguresOthersUntouched()
    {
        using var telemetry = Open(fake.Build(), cudaDevice: 1, ownPid: 4242, seesAllPids: true);

        telemetry
            .Read(Before)
            .ShouldBe(
                Before with
                {
                    GpuClockHertz = 1.981e9,
                    GpuCelsius = 31,
                    GpuWatts = 76.5,
                    GpuThrottleReasons = 1,
                    GpuForeignProcesses = 1,
                    DeviceErrors = 3,
                    GpuBusy = 0.93,
                    GpuMemory = new Bytes(754820096),
                }
            );
    }

    [Fact]
    public void Read_NothingSupported_SampleUnchanged()
    {
        using var telemetry = Open(fake.Build("BARE"), cudaDevice: 0, ownPid: 4242, seesAllPids: true);

        telemetry.Read(Before).ShouldBe(Before);
    }

    [Fact]
    public void Read_OldDriver_ForeignProcessesUnknown()
    {
        using var telemetry = Open(fake.Build("OLD_DRIVER"), cudaDevice: 0, ownPid: 4242, seesAllPids: true);

        var sample = telemetry.Read(Before);

        sample.GpuForeignProcesses.ShouldBeNull();
        sample.GpuThrottleReasons.ShouldBe(0x44);
    }

    [Theory]
    [InlineData(4242, true, 1)]
    [InlineData(9999, true, 2)]
    [InlineData(4242, false, 1)]
    [InlineData(9999, false, null)]
    public void Read_ForeignProcesses_UnknownWhereOwnNumberIsHidden(int ownPid, bool seesAllPids, int? foreign)
    {
        using var telemetry = Open(fake.Build(), cudaDevice: 0, (uint)ownPid, seesAllPids);

        telemetry.Read(Before).GpuForeignProcesses.ShouldBe(foreign);
    }

    [Fact]
    public void TryOpenEnergy_Counter_CountsJoules()
    {
        using var telemetry = Open(fake.Build(), cudaDevice: 0, ownPid: 1, seesAllPids: true);

        IEnergyCounter energy = telemetry.TryOpenEnergy(out var reason).ShouldNotBeNull();

        reason.ShouldBeNull();
        energy.Boundary.ShouldBe("gpu");
        double first = energy.ReadJoules()!.Value;
        first.ShouldBeInRange(5_000_000, 5_001_000); // more than an int of millijoules
        double sum = 0;
        for (int i = 0; i < 40; i++)
        {
            sum = energy.ReadJoules()!.Value - first;
        }
        sum.ShouldBe(76.5, 0.01); // 40 times 25 ms
    }

    [Theory]
    [InlineData("OLD_DRIVER", "the driver is too old to tell of energy")]
    [InlineData("BARE", "this GPU counts no energy (NVIDIA's do from Volta on)")]
    public void TryOpenEnergy_None_SaysWhy(string kind, string expected)
    {
        using var telemetry = Open(fake.Build(kind), cudaDevice: 0, ownPid: 1, seesAllPids: true);

        telemetry.TryOpenEnergy(out var reason).ShouldBeNull();

        reason.ShouldBe(expected);
    }

    [Fact]
    public void TryOpen_VisibleByUuid_ThatDevice()
    {
        using var telemetry = NvmlTelemetry.TryOpen(
            0,
            [fake.Build("DIFFERENT")],
            name => name == "CUDA_VISIBLE_DEVICES" ? "GPU-two" : null,
            ownPid: 1,
            seesAllPids: true,
            out _
        );

        telemetry.ShouldNotBeNull().Read(Before).GpuClockHertz.ShouldBe(1.981e9);
    }

    [Theory]
    [InlineData("GPU-none", "NVML cannot open GPU GPU-none: Not Found")]
    [InlineData("7", "NVML cannot open GPU 7: Other Error")]
    [InlineData("", "CUDA_VISIBLE_DEVICES= leaves no device 0")]
    public void TryOpen_NoSuchDevice_ReasonAndLibraryReleased(string visible, string expected)
    {
        var path = fake.Build();

        NvmlTelemetry.TryOpen(0, [path], _ => visible, 1, seesAllPids: true, out var reason).ShouldBeNull();

        reason.ShouldBe(expected);
        Uses(path).ShouldBe(0);
    }

    [Fact]
    public void TryOpen_NoLibrary_Reason()
    {
        NvmlTelemetry.TryOpen(0, ["laptime-none.so"], _ => null, 1, true, out var reason).ShouldBeNull();

        reason.ShouldBe("laptime-none.so, the management library of the NVIDIA driver, was not found");
    }

    [Fact]
    public void TryOpen_NotNvml_ReasonInsteadOfCrash()
    {
        NvmlTelemetry.TryOpen(0, ["libc.so.6"], _ => null, 1, true, out var reason).ShouldBeNull();

        reason.ShouldBe("libc.so.6 was loaded but did not start: NVML error 13");
    }

    private static NvmlTelemetry Open(string path, int cudaDevice, uint ownPid, bool seesAllPids)
    {
        var telemetry = NvmlTelemetry.TryOpen(cudaDevice, [path], _ => null, ownPid, seesAllPids, out var reason);
        reason.ShouldBeNull();
        return telemetry.ShouldNotBeNull();
    }

    /// <summary>Uses of the library that have not ended, as the stand-in counts them.</summary>
    private static unsafe int Uses(string path)
    {
        var library = NativeLibrary.Load(path);
        try
        {
            return ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "fakeUses"))();
        }
        finally
        {
            NativeLibrary.Free(library);
        }
    }
}
