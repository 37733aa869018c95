using Laptime.Probe.Gpus;

namespace Laptime.Probe.Tests.Gpus;

public sealed class CudaDeviceOrderTests
{
    [Theory]
    [InlineData(0, null, "0")]
    [InlineData(1, null, "1")]
    [InlineData(0, "3", "3")]
    [InlineData(1, "3, 2", "2")]
    [InlineData(0, "GPU-two", "GPU-two")]
    public void Resolve_EqualGpus_Entry(int device, string? visible, string expected)
    {
        CudaDeviceOrder
            .Resolve(device, visible, null, ["H200", "H200", "H200", "H200"], out var reason)
            .ShouldBe(expected);
        reason.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, "", "CUDA_VISIBLE_DEVICES= leaves no device 0")]
    [InlineData(1, "3", "CUDA_VISIBLE_DEVICES=3 leaves no device 1")]
    [InlineData(0, "MIG-abc", "MIG-abc is a slice of a GPU, whose clock and power NVML does not tell")]
    public void Resolve_NoWholeDevice_Reason(int device, string visible, string expected)
    {
        CudaDeviceOrder.Resolve(device, visible, null, ["H200"], out var reason).ShouldBeNull();
        reason.ShouldBe(expected);
    }

    [Fact]
    public void Resolve_DifferentGpus_OnlyByUuidOrBusOrder()
    {
        CudaDeviceOrder.Resolve(0, null, null, ["T4", "H200"], out var reason).ShouldBeNull();
        reason.ShouldNotBeNull().ShouldContain("CUDA_DEVICE_ORDER=PCI_BUS_ID");
        CudaDeviceOrder.Resolve(0, null, "PCI_BUS_ID", ["T4", "H200"], out _).ShouldBe("0");
        CudaDeviceOrder.Resolve(0, "GPU-two", null, ["T4", "H200"], out _).ShouldBe("GPU-two");
    }
}
