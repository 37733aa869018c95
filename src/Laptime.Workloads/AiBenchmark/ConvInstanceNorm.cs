using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>3×3 convolution with bias, instance norm with ε 0.001, ReLU.</summary>
internal sealed class ConvInstanceNorm : Layer
{
    private readonly Conv2d convolution;
    private readonly InstanceNorm2d norm;

    internal ConvInstanceNorm(int inputs, int outputs)
    {
        convolution = Add("conv", Bricks.Convolution(inputs, outputs, 3));
        norm = Add("norm", new InstanceNorm2d(outputs, epsilon: 1e-3));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = norm.Forward(convolution.Forward(x));
        // Not in place: the norm's result is a view, whose change in place would cost copies in the backward pass.
        return Ops.Relu(x.Move());
    }
}
