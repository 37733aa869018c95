using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Networks;

/// <summary>
/// ResNet-50 (He et al. 2016) in the form of torchvision, with the stride in the 3×3 convolution ("v1.5");
/// 25,557,032 parameters for 1000 classes.
/// </summary>
public sealed class ResNet50 : Network
{
    private static readonly int[] BlocksPerStage = [3, 4, 6, 3];
    private static readonly long[] PoolKernel = [3, 3];
    private static readonly long[] PoolStride = [2, 2];
    private static readonly long[] PoolPadding = [1, 1];
    private static readonly long[] WholePlane = [1, 1];

    private readonly ConvNorm stem;
    private readonly List<Bottleneck> blocks = [];
    private readonly Linear classifier;

    /// <summary>With a head for <paramref name="classes"/>.</summary>
    public ResNet50(int classes)
    {
        stem = new ConvNorm(
            Add("conv1", new Conv2d(3, 64, 7, stride: 2)),
            Add("bn1", new BatchNorm2d(64)),
            Activation.Relu
        );
        int channels = 64;
        int width = 64;
        for (int stage = 0; stage < BlocksPerStage.Length; stage++, width *= 2)
        {
            for (int i = 0; i < BlocksPerStage[stage]; i++)
            {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                blocks.Add(Add($"layer{stage + 1}.{i}", new Bottleneck(channels, width, stride)));
                channels = width * Bottleneck.Expansion;
            }
        }
        classifier = Add("fc", new Linear(channels, classes));
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => blocks.SelectMany(block => block.ConvNorms).Prepend(stem);

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Ops.MaxPool2d(stem.Forward(x).Move(), PoolKernel, PoolStride, PoolPadding);
        foreach (var block in blocks)
        {
            x = block.Forward(x);
        }
        x = Ops.AdaptiveAveragePool2d(x.Move(), WholePlane);
        return classifier.Forward(Ops.Flatten(x.Move(), 1));
    }

    private sealed class Bottleneck : Layer
    {
        internal const int Expansion = 4;

        private readonly ConvNorm[] path;
        private readonly ConvNorm? shortcut;

        internal Bottleneck(int inputs, int width, int stride)
        {
            int outputs = width * Expansion;
            path =
            [
                Brick(1, inputs, width, 1, 1, Activation.Relu),
                Brick(2, width, width, 3, stride, Activation.Relu),
                Brick(3, width, outputs, 1, 1, Activation.None),
            ];
            if (inputs != outputs)
            {
                shortcut = new ConvNorm(
                    Add("downsample.0", new Conv2d(inputs, outputs, 1, stride)),
                    Add("downsample.1", new BatchNorm2d(outputs)),
                    Activation.None
                );
            }
        }

        internal IEnumerable<ConvNorm> ConvNorms => shortcut is null ? path : [.. path, shortcut];

        public override Tensor Forward(Tensor x)
        {
            var identity = shortcut is null ? x.Share() : shortcut.Forward(x.Share());
            foreach (var brick in path)
            {
                x = brick.Forward(x);
            }
            Ops.AddInPlace(x, identity.Move());
            Ops.ReluInPlace(x);
            return x;
        }

        private ConvNorm Brick(int number, int inputs, int outputs, int kernel, int stride, Activation activation) =>
            new(
                Add($"conv{number}", new Conv2d(inputs, outputs, kernel, stride)),
                Add($"bn{number}", new BatchNorm2d(outputs)),
                activation
            );
    }
}
