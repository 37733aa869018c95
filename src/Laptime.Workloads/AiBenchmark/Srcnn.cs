using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// SRCNN 9-5-5 (Dong et al. 2016): three convolutions at full size; the last one's bias is a single number. 69,249
/// parameters.
/// </summary>
internal sealed class Srcnn : Network
{
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly Conv2d third;
    private readonly Tensor shift;

    internal Srcnn()
    {
        first = Add("conv1", Bricks.Convolution(3, 64, 9));
        second = Add("conv2", Bricks.Convolution(64, 32, 5));
        third = Add("conv3", new Conv2d(32, 3, (5, 5), gain: Bricks.IntoTanh * Bricks.Keeping(32, 3)));
        shift = AddParameter("shift", 1);
        using var grad = GradMode.Off();
        Ops.FillInPlace(shift, 0);
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Bricks.Relu(first.Forward(Bricks.ToUnit(x)));
        x = third.Forward(Bricks.Relu(second.Forward(x)));
        Ops.AddInPlace(x, shift);
        return Bricks.TanhPixels(x);
    }
}
