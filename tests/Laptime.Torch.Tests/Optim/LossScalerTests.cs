using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Optim;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Optim;

public sealed class LossScalerTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    private static readonly DeviceName Gpu = new(DeviceKind.Cuda, 0);

    [Fact]
    public void Step_InfiniteGradient_ChangesNothing()
    {
        Assert.SkipWhen(Device.Count(DeviceKind.Cuda) == 0, "loss scaling is for CUDA devices; there is none");
        using var scope = TensorScope.Enter();
        var x = Ops.To(Tensor.From<float>([1], 1), Gpu, DType.Float32);
        x.RequiresGrad = true;
        using var optimizer = new Sgd([x], 0.5);
        using var scaler = new LossScaler(Gpu);

        scaler.Step(Ops.Multiply(x, double.PositiveInfinity), optimizer);
        x.ToFloats().ShouldBe([1]);

        optimizer.DropGradients();
        scaler.Step(Ops.Multiply(x, 1), optimizer);
        x.ToFloats().ShouldBe([0.5f]);
    }
}
