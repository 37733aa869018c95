using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Autograd;

public sealed class AutocastTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    private static readonly float[] ThousandAndOne = [1001];

    [Fact]
    public void Enter_Bf16_ShortensProductsOnly()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>(ThousandAndOne, 1, 1);
        using (Autocast.Enter(DeviceName.Cpu, DType.BFloat16))
        {
            var product = Ops.MatMul(x, x);
            product.DType.ShouldBe(DType.BFloat16);
            // 1001 rounds to 1000 in 8 bits, and its square to 999,424.
            product.ToFloats().ShouldBe([999424]);
            Ops.Add(x, x).DType.ShouldBe(DType.Float32);
            Ops.CrossEntropy(product, Ops.Zeros([1], DType.Int64)).DType.ShouldBe(DType.Float32);
        }

        Ops.MatMul(x, x).ToFloats().ShouldBe([1002001]);
    }

    [Fact]
    public void Enter_WithoutType_EntersNothing()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>(ThousandAndOne, 1, 1);
        using (Autocast.Enter(DeviceName.Cpu, null))
        {
            Ops.MatMul(x, x).DType.ShouldBe(DType.Float32);
        }
    }

    [Fact]
    public void Leave_DropsTheShortCopiesOfTheWeights()
    {
        using var caching = new Caching();
        using var scope = TensorScope.Enter();
        var x = Ops.Zeros([1, 256], DType.Float32);
        Ops.FillInPlace(x, 1);
        var weight = Ops.Zeros([256, 256], DType.Float32);
        weight.RequiresGrad = true;
        long before = Caching.LiveBytes;
        using (Autocast.Enter(DeviceName.Cpu, DType.BFloat16))
        {
            Ops.Linear(x, weight, Argument.None).Dispose();
            Caching.LiveBytes.ShouldBe(before + 256 * 256 * 2);
            using (GradMode.Off())
            {
                Ops.FillInPlace(weight, 1);
            }
            // The copy is older than the change, as in PyTorch: weights change between autocast regions.
            Ops.Linear(x, weight, Argument.None).ToFloats()[0].ShouldBe(0);
        }
        Caching.LiveBytes.ShouldBe(before);

        using (Autocast.Enter(DeviceName.Cpu, DType.BFloat16))
        {
            Ops.Linear(x, weight, Argument.None).ToFloats()[0].ShouldBe(256);
        }
    }

    [Fact]
    public void Backward_ThroughShortProducts_GivesSinglePrecision()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, 2], 1, 2);
        var weight = Tensor.From<float>([0.5f, 0.25f], 1, 2);
        weight.RequiresGrad = true;
        Tensor loss;
        using (Autocast.Enter(DeviceName.Cpu, DType.BFloat16))
        {
            loss = Ops.Sum(Ops.Linear(x, weight, Argument.None));
        }
        loss.Backward();

        var gradient = weight.Gradient!;
        gradient.DType.ShouldBe(DType.Float32);
        gradient.ToFloats().ShouldBe([1, 2]);
    }
}
