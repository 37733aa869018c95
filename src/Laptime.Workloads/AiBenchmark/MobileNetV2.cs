using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// MobileNet-V2 of TF-slim, width 1: batch norms with stored statistics and ε 0.001, the classifier a 1×1 convolution
/// with bias. 3,540,265 parameters for 1001 classes, running statistics included, 3,506,153 of which learn.
/// </summary>
internal sealed class MobileNetV2 : Network
{
    private static readonly long[] LastPlane = [7, 7];

    private readonly List<ConvNorm> bricks = [];
    private readonly List<(int First, int Count, bool HasShortcut)> blocks = [];
    private readonly Conv2d classifier;

    internal MobileNetV2()
    {
        int channels = Brick(3, 32, 3, 2, 1, Activation.Relu6);
        foreach (var stage in Networks.MobileNetV2.Stages)
        {
            for (int i = 0; i < stage.Blocks; i++)
            {
                int stride = i == 0 ? stage.Stride : 1;
                int first = bricks.Count;
                int hidden = channels * stage.Expansion;
                if (stage.Expansion != 1)
                {
                    Brick(channels, hidden, 1, 1, 1, Activation.Relu6);
                }
                Brick(hidden, hidden, 3, stride, hidden, Activation.Relu6);
                Brick(hidden, stage.Channels, 1, 1, 1, Activation.None);
                blocks.Add((first, bricks.Count - first, stride == 1 && channels == stage.Channels));
                channels = stage.Channels;
            }
        }
        const int Features = 1280;
        Brick(channels, Features, 1, 1, 1, Activation.Relu6);
        classifier = Add("classifier", new Conv2d(Features, 1001, (1, 1), bias: true));
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => bricks;

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = bricks[0].Forward(Bricks.Centred(x));
        foreach (var (first, count, hasShortcut) in blocks)
        {
            var identity = hasShortcut ? x.Share() : null;
            for (int i = first; i < first + count; i++)
            {
                x = bricks[i].Forward(x);
            }
            if (identity is not null)
            {
                Ops.AddInPlace(x, identity.Move());
            }
        }
        x = Ops.AveragePool2d(bricks[^1].Forward(x).Move(), LastPlane, LastPlane);
        return Ops.Flatten(classifier.Forward(x).Move(), 1);
    }

    private int Brick(int inputs, int outputs, int kernel, int stride, int groups, Activation activation)
    {
        string name = $"conv{bricks.Count}";
        bricks.Add(
            new ConvNorm(
                Add(name, new Conv2d(inputs, outputs, kernel, stride, groups)),
                Add($"{name}.norm", new BatchNorm2d(outputs, epsilon: 1e-3, isFixed: true)),
                activation
            )
        );
        return outputs;
    }
}
