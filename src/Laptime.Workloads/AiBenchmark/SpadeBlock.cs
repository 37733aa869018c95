using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Residual block of the SPADE generator: two times SPADE, leaky ReLU, 3×3 convolution; where the number of channels
/// changes, the shortcut is SPADE and a 1×1 convolution without bias.
/// </summary>
internal sealed class SpadeBlock : Module
{
    private const double Slope = 0.2;

    private readonly SpadeNorm norm0;
    private readonly SpadeNorm norm1;
    private readonly SpectralConv2d conv0;
    private readonly SpectralConv2d conv1;
    private readonly (SpadeNorm Norm, SpectralConv2d Convolution)? projection;

    internal SpadeBlock(int inputs, int outputs)
    {
        norm0 = Add("norm0", new SpadeNorm(inputs));
        conv0 = Add("conv0", new SpectralConv2d(inputs, outputs, 3, bias: true));
        norm1 = Add("norm1", new SpadeNorm(outputs));
        conv1 = Add("conv1", new SpectralConv2d(outputs, outputs, 3, bias: true));
        if (inputs != outputs)
        {
            projection = (
                Add("shortcut.norm", new SpadeNorm(inputs)),
                Add("shortcut.conv", new SpectralConv2d(inputs, outputs, 1, bias: false))
            );
        }
    }

    /// <summary>Takes <paramref name="x"/> over; <paramref name="map"/> is borrowed.</summary>
    internal Tensor Forward(Tensor x, Tensor map)
    {
        var y = norm0.Forward(x.Share(), map);
        Ops.LeakyReluInPlace(y, Slope);
        y = norm1.Forward(conv0.Forward(y), map);
        Ops.LeakyReluInPlace(y, Slope);
        y = conv1.Forward(y);
        var shortcut = projection is var (norm, convolution) ? convolution.Forward(norm.Forward(x, map)) : x;
        return Ops.Add(y.Move(), shortcut.Move());
    }
}
