using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// PSPNet (Zhao et al. 2017) on ResNet-50 with an output stride of 8: the pools of its pyramid have fixed kernels, so
/// that their number of windows grows with the picture. 46,765,763 parameters, 46,707,139 of which learn.
/// </summary>
internal sealed class PspNet : Network
{
    private const double Epsilon = 1e-5;
    private static readonly long[] Pools = [60, 30, 20, 10];

    private readonly List<ConvNorm> stem = [];
    private readonly List<DilatedBottleneck> blocks = [];
    private readonly List<ConvNorm> pyramid = [];
    private readonly ConvNorm fusion;
    private readonly Conv2d classifier;

    internal PspNet()
    {
        stem.Add(Brick("stem0", new Conv2d(3, 64, 3, 2), 64));
        stem.Add(Brick("stem1", new Conv2d(64, 64, 3), 64));
        stem.Add(Brick("stem2", new Conv2d(64, 128, 3), 128));
        Stage(128, 64, 3, 1, 1);
        Stage(256, 128, 4, 2, 1);
        Stage(512, 256, 6, 1, 2);
        Stage(1024, 512, 3, 1, 4);
        foreach (long pool in Pools)
        {
            pyramid.Add(Brick($"pool{pool}", new Conv2d(2048, 512, 1), 512));
        }
        fusion = Brick("fusion", new Conv2d(4096, 512, 3), 512);
        // Three outputs of 512 inputs: He's distribution, which counts outputs, would make them huge.
        classifier = Add("classifier", new Conv2d(512, 3, (1, 1), bias: true, gain: 0.05));
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms =>
        [.. stem, .. blocks.SelectMany(b => b.ConvNorms), .. pyramid, fusion];

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Features(Bricks.LessMeans(x));
        return classifier.Forward(fusion.Forward(Pyramid(x)));
    }

    /// <summary>What the pyramid sees: 2048 channels at an eighth of the size.</summary>
    internal Tensor Features(Tensor x)
    {
        foreach (var brick in stem)
        {
            x = brick.Forward(x);
        }
        x = Ops.MaxPool2d(x.Move(), [3, 3], [2, 2], [1, 1]);
        foreach (var block in blocks)
        {
            x = block.Forward(x);
        }
        return x;
    }

    /// <summary>The features and, behind them, their means over windows of four sizes, blown up again.</summary>
    internal Tensor Pyramid(Tensor x)
    {
        long[] size = x.Shape[2..];
        var levels = new Tensor[Pools.Length + 1];
        levels[0] = x;
        for (int i = 0; i < Pools.Length; i++)
        {
            long[] window = [Pools[i], Pools[i]];
            var pooled = pyramid[i].Forward(Ops.AveragePool2d(x, window, window));
            levels[i + 1] = Ops.ResizeBilinear(pooled.Move(), size, alignCorners: true);
        }
        return Ops.Join(1, levels);
    }

    private void Stage(int inputs, int width, int count, int stride, int dilation)
    {
        foreach (var block in DilatedBottleneck.Stage(inputs, width, count, stride, dilation, Epsilon))
        {
            blocks.Add(Add($"block{blocks.Count}", block));
        }
    }

    private ConvNorm Brick(string name, Conv2d convolution, int channels) =>
        new(
            Add(name, convolution),
            Add($"{name}.norm", new BatchNorm2d(channels, Epsilon, isFixed: true)),
            Activation.Relu
        );
}
