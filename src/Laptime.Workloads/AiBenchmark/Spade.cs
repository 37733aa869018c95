using Laptime.Torch;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Generator of Nvidia's SPADE (GauGAN, Park et al. 2019): seven residual blocks from 2×2 to 128×128 pixels, the picture
/// in the role of the segmentation map. 138,029,827 parameters, 9,024 of them the state of the spectral norms.
/// </summary>
internal sealed class Spade : Network
{
    private const int Latent = 256;
    private const int Widest = 1024;
    private static readonly int[] Channels = [Widest, Widest, Widest, 512, 256, 128, 64];

    private readonly Linear first;
    private readonly List<SpadeBlock> blocks = [];
    private readonly Conv2d last;

    internal Spade()
    {
        first = Add("linear", new Linear(Latent, 2 * 2 * Widest));
        int channels = Widest;
        foreach (int outputs in Channels)
        {
            blocks.Add(Add($"block{blocks.Count}", new SpadeBlock(channels, outputs)));
            channels = outputs;
        }
        // Behind it is a tanh, which full-sized weights would saturate.
        last = Add("last", new Conv2d(channels, 3, (3, 3), bias: true, gain: 0.1));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        using var map = Bricks.Centred(x);
        // Drawn on the processor: generators of other devices draw other numbers from the same seed.
        var latent = Ops.Empty([1, Latent], DType.Float32);
        Ops.NormalInPlace(latent, 0, 1);
        using var start = first.Forward(Ops.To(latent.Move(), map.Device, map.DType));
        // One latent for the whole batch: the first addition to a branch that has seen the map spreads it.
        var y = Ops.Reshape(start, 1, Widest, 2, 2);
        long size = 2;
        foreach (var block in blocks)
        {
            y = block.Forward(size == 2 ? y : Ops.ResizeBilinear(y.Move(), [size, size], alignCorners: false), map);
            size *= 2;
        }
        Ops.LeakyReluInPlace(y, 0.2);
        y = Ops.Tanh(last.Forward(y).Move());
        // 27.5 as in the original's graph, where 127.5 may have been meant.
        return Ops.Multiply(Ops.AddScalar(y.Move(), 1).Move(), 27.5);
    }
}
