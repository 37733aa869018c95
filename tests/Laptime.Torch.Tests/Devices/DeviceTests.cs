using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;

namespace Laptime.Torch.Tests.Devices;

public sealed class DeviceTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void Processor_IsOneWithoutClockOrCount()
    {
        var processor = new Device(DeviceName.Cpu);

        Device.Count(DeviceKind.Cpu).ShouldBe(1);
        processor.Synchronize();
        processor.ReadMemory().ShouldBeNull();
        DeviceClock.TryOpen(DeviceName.Cpu).ShouldBeNull();
    }

    [Fact]
    public void MissingDevice_IsAnErrorWithReason()
    {
        var missing = new DeviceName(DeviceKind.Cuda, Device.Count(DeviceKind.Cuda));

        DeviceClock.TryOpen(missing).ShouldBeNull();
        Should.Throw<TorchException>(() => Ops.Zeros([1], DType.Float32, missing)).Words.ShouldContain("CUDA");
        Should.Throw<TorchException>(() => CudaGraph.Record(missing, () => { })).Words.ShouldNotBeEmpty();
    }
}
