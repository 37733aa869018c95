using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Nn;

/// <summary>Arrangements for inference against the plain convolution and batch norm that they replace.</summary>
public sealed class Conv2dTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(16, 32, 3, 1, 1)]
    [InlineData(16, 32, 3, 2, 1)]
    [InlineData(16, 64, 1, 1, 1)]
    [InlineData(32, 32, 3, 2, 32)]
    [InlineData(3, 16, 7, 2, 1)]
    public void FoldAndReorder_Evaluation_ChangeNothing(int inputs, int outputs, int kernel, int stride, int groups)
    {
        using var scope = TensorScope.Enter();
        using var mode = InferenceMode.Enter();
        using var net = new ConvolutionAndNorm(new Conv2d(inputs, outputs, kernel, stride, groups), outputs);
        var x = Ops.Empty([2, inputs, 15, 15], DType.Float32);
        Ops.NormalInPlace(x, 0, 1);
        float[] plain = net.Forward(x.Share()).ToFloats();

        net.Convolution.Fold(net.Norm);
        Difference.Relative(net.Forward(x.Share()).ToFloats(), plain).ShouldBeLessThan(Tolerance, "folded");

        net.Convolution.UseChannelsLast();
        x = Ops.CloneChannelsLast(x);
        var reordered = net.Forward(x.Share());
        reordered.IsChannelsLast.ShouldBeTrue();
        Difference.Relative(reordered.ToFloats(), plain).ShouldBeLessThan(Tolerance, "channels-last");
    }

    [Theory]
    [InlineData(16, 32, 3, 1, 1, true, DType.Float32, 1e-5)]
    [InlineData(16, 64, 1, 1, 1, false, DType.Float32, 1e-5)]
    [InlineData(32, 32, 3, 2, 32, false, DType.Float32, 1e-5)]
    [InlineData(3, 16, 7, 2, 1, true, DType.Float32, 1e-5)]
    [InlineData(16, 32, 3, 1, 1, true, DType.BFloat16, 2e-2)]
    public void Pack_Evaluation_GivesThePlainResult(
        int inputs,
        int outputs,
        int kernel,
        int stride,
        int groups,
        bool withRelu,
        DType type,
        double tolerance
    )
    {
        using var scope = TensorScope.Enter();
        using var mode = InferenceMode.Enter();
        using var net = new ConvolutionAndNorm(new Conv2d(inputs, outputs, kernel, stride, groups), outputs);
        net.Convolution.Fold(net.Norm);
        net.Convolution.UseChannelsLast();
        foreach (var (_, tensor, _) in net.State().Where(s => s.Tensor.DType == DType.Float32))
        {
            tensor.Become(Ops.To(tensor, tensor.Device, type));
        }
        var x = Ops.Empty([2, inputs, 15, 15], DType.Float32);
        Ops.NormalInPlace(x, 0, 1);
        x = Ops.CloneChannelsLast(Ops.To(x, x.Device, type));
        var plain = net.Forward(x.Share());
        if (withRelu)
        {
            Ops.ReluInPlace(plain);
        }
        var other = Ops.CloneChannelsLast(Ops.Empty([1, inputs, 9, 9], type));

        net.Convolution.Pack(withRelu);
        var packed = net.Forward(x.Share());

        net.Convolution.AppliesRelu.ShouldBe(withRelu);
        packed.DType.ShouldBe(type);
        Difference.Relative(packed.ToFloats(), plain.ToFloats()).ShouldBeLessThan(tolerance);
        net.Forward(other.Share()).Shape[0].ShouldBe(1, "other shapes run too");
        net.Forward(x.Share()).ToFloats().ShouldBe(packed.ToFloats());
    }

    [Fact]
    public void Pack_AfterDisposal_SaysSo()
    {
        using var mode = InferenceMode.Enter();
        using var x = Ops.Zeros([1, 3, 8, 8], DType.Float32);
        var convolution = new Conv2d(3, 4, 3);
        convolution.Freeze();
        convolution.Pack(withRelu: false);
        convolution.Forward(x.Share()).Dispose();
        convolution.Dispose();

        Should.Throw<ObjectDisposedException>(() => convolution.Forward(x.Share()));
    }

    [Fact]
    public void Fold_ShowsTheBiasInTheState()
    {
        using var net = new ConvolutionAndNorm(new Conv2d(3, 4, 3), 4);
        net.Convolution.Bias.ShouldBeNull();

        net.Convolution.Fold(net.Norm);

        net.State().Select(s => s.Name).ShouldContain("conv.bias");
        net.Norm.IsFolded.ShouldBeTrue();
    }

    /// <summary>A convolution and a batch norm with statistics as after training.</summary>
    private sealed class ConvolutionAndNorm : Layer
    {
        public ConvolutionAndNorm(Conv2d convolution, int channels)
        {
            Convolution = Add("conv", convolution);
            Norm = Add("norm", new BatchNorm2d(channels));
            Freeze();
            Ops.UniformInPlace(Norm.Weight!, 0.5, 1.5);
            Ops.NormalInPlace(Norm.Bias, 0, 0.5);
            Ops.NormalInPlace(Norm.Mean, 0, 0.5);
            Ops.UniformInPlace(Norm.Variance, 0.5, 2);
        }

        public Conv2d Convolution { get; }

        public BatchNorm2d Norm { get; }

        public override Tensor Forward(Tensor x) => Norm.Forward(Convolution.Forward(x));
    }
}
