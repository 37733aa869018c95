using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// What AI-Benchmark names VGG-19 for super-resolution: twenty 3×3 convolutions at full size that learn what to add to
/// the picture, as VDSR does (Kim et al. 2016). 668,227 parameters.
/// </summary>
internal sealed class Vgg19SuperResolution : Network
{
    private const int Channels = 64;
    private const int Middle = 18;

    private readonly List<Conv2d> convolutions = [];
    private readonly Conv2d last;

    internal Vgg19SuperResolution()
    {
        convolutions.Add(Add("conv0", Bricks.Convolution(3, Channels, 3)));
        for (int i = 1; i <= Middle; i++)
        {
            convolutions.Add(Add($"conv{i}", Bricks.Convolution(Channels, Channels, 3)));
        }
        // What is added to a picture starts small beside it.
        last = Add($"conv{Middle + 1}", Bricks.Convolution(Channels, 3, 3, gain: 0.2));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Bricks.ToUnit(x);
        var y = x.Share();
        foreach (var convolution in convolutions)
        {
            y = Bricks.Relu(convolution.Forward(y));
        }
        y = last.Forward(y);
        Ops.AddInPlace(y, x.Move());
        return Ops.Multiply(y.Move(), 255);
    }
}
