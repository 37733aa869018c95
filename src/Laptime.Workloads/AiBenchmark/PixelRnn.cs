using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Pixel-RNN (van den Oord et al. 2016) with seven diagonal bidirectional LSTM layers: 14 recurrences, one after the
/// other, of height + width − 1 steps each. 48,867 parameters.
/// </summary>
internal sealed class PixelRnn : Network
{
    private const int Hidden = 16;
    private const int Layers = 7;

    private readonly MaskedConv2d first;
    private readonly List<DiagonalBiLstm> layers = [];
    private readonly List<Conv2d> tail;
    private readonly Conv2d last;

    internal PixelRnn()
    {
        first = Add("first", new MaskedConv2d(3, Hidden, 7));
        for (int i = 0; i < Layers; i++)
        {
            layers.Add(Add($"lstm{i}", new DiagonalBiLstm(Hidden)));
        }
        // A mask of type b spares the pixel itself, and a 1×1 kernel has no other.
        tail =
        [
            Add("tail0", new Conv2d(Hidden, 32, (1, 1), bias: true)),
            Add("tail1", new Conv2d(32, 32, (1, 1), bias: true)),
        ];
        last = Add("last", new Conv2d(32, 3, (1, 1), bias: true, gain: 0.2)); // a sigmoid follows, which saturates
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = first.Forward(Ops.Multiply(x.Move(), 1 / 255.0));
        foreach (var layer in layers)
        {
            x = layer.Forward(x);
        }
        foreach (var convolution in tail)
        {
            x = convolution.Forward(x);
            Ops.ReluInPlace(x);
        }
        return Ops.Multiply(Ops.Sigmoid(last.Forward(x).Move()).Move(), 255);
    }
}
