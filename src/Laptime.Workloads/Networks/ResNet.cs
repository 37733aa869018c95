using System.Collections.Immutable;
using Laptime.Torch.Nn;
using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Networks;

/// <summary>A member of the family of residual networks (He et al. 2016), as torchvision builds it.</summary>
/// <param name="Name">Name in cases and options: <c>resnet34</c>.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Blocks">Blocks of each of the four stages.</param>
/// <param name="HasBottlenecks">Whether a block is 1×1, 3×3, 1×1 with four times the width outside, or two 3×3.</param>
/// <param name="Width">Channels of the first stage; each stage doubles them.</param>
public sealed record ResNetKind(
    string Name,
    string Title,
    ImmutableArray<int> Blocks,
    bool HasBottlenecks,
    int Width = 64
)
{
    /// <summary>11,689,512 parameters with a head for 1000 classes.</summary>
    public static ResNetKind ResNet18 { get; } = new("resnet18", "ResNet-18", [2, 2, 2, 2], HasBottlenecks: false);

    /// <summary>21,797,672 parameters with a head for 1000 classes.</summary>
    public static ResNetKind ResNet34 { get; } = new("resnet34", "ResNet-34", [3, 4, 6, 3], HasBottlenecks: false);

    /// <summary>25,557,032 parameters with a head for 1000 classes; the stride is in the 3×3 convolution ("v1.5").</summary>
    public static ResNetKind ResNet50 { get; } = new("resnet50", "ResNet-50", [3, 4, 6, 3], HasBottlenecks: true);

    /// <summary>All of them, the smallest first.</summary>
    public static ImmutableArray<ResNetKind> All { get; } = [ResNet18, ResNet34, ResNet50];

    /// <summary>Channels of what the last stage gives.</summary>
    public int Channels => (Width << (Blocks.Length - 1)) * (HasBottlenecks ? Expansion : 1);

    /// <summary>Channels outside of a bottleneck by those inside.</summary>
    internal const int Expansion = 4;
}

/// <summary>The convolutions of a residual network: from a batch of pictures to [batch, channels, side / 32, side / 32].</summary>
public class ResNetBody : Network
{
    private static readonly long[] PoolKernel = [3, 3];
    private static readonly long[] PoolStride = [2, 2];
    private static readonly long[] PoolPadding = [1, 1];

    private readonly ConvNorm stem;
    private readonly List<Block> blocks = [];

    /// <summary>Of a kind, with random weights.</summary>
    public ResNetBody(ResNetKind kind)
    {
        stem = new ConvNorm(
            Add("conv1", new Conv2d(3, kind.Width, 7, stride: 2)),
            Add("bn1", new BatchNorm2d(kind.Width)),
            Activation.Relu
        );
        int channels = kind.Width;
        int width = kind.Width;
        for (int stage = 0; stage < kind.Blocks.Length; stage++, width *= 2)
        {
            int outputs = kind.HasBottlenecks ? width * ResNetKind.Expansion : width;
            for (int i = 0; i < kind.Blocks[stage]; i++)
            {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                blocks.Add(
                    Add($"layer{stage + 1}.{i}", new Block(channels, width, outputs, stride, kind.HasBottlenecks))
                );
                channels = outputs;
            }
        }
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => blocks.SelectMany(block => block.ConvNorms).Prepend(stem);

    /// <inheritdoc />
    public override IEnumerable<IQuantizable> Quantizable =>
        blocks.SelectMany(block => block.Quantizable).Prepend(stem);

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Ops.MaxPool2d(stem.Forward(x).Move(), PoolKernel, PoolStride, PoolPadding);
        foreach (var block in blocks)
        {
            x = block.Forward(x);
        }
        return x;
    }

    private sealed class Block : Layer
    {
        private readonly ConvNorm[] path;
        private readonly ConvNorm? shortcut;
        private readonly Shortcut join = new(withRelu: true);

        internal Block(int inputs, int width, int outputs, int stride, bool isBottleneck)
        {
            path = isBottleneck
                ?
                [
                    Brick(1, inputs, width, 1, 1, Activation.Relu),
                    Brick(2, width, width, 3, stride, Activation.Relu),
                    Brick(3, width, outputs, 1, 1, Activation.None),
                ]
                :
                [
                    Brick(1, inputs, width, 3, stride, Activation.Relu),
                    Brick(2, width, outputs, 3, 1, Activation.None),
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

        internal IEnumerable<IQuantizable> Quantizable => ConvNorms.Append<IQuantizable>(join);

        public override Tensor Forward(Tensor x)
        {
            var identity = shortcut is null ? x.Share() : shortcut.Forward(x.Share());
            foreach (var brick in path)
            {
                x = brick.Forward(x);
            }
            return join.Join(x, identity);
        }

        private ConvNorm Brick(int number, int inputs, int outputs, int kernel, int stride, Activation activation) =>
            new(
                Add($"conv{number}", new Conv2d(inputs, outputs, kernel, stride)),
                Add($"bn{number}", new BatchNorm2d(outputs)),
                activation
            );
    }
}

/// <summary>ResNet-50 with the head of ImageNet: mean over each plane, then one fully connected layer.</summary>
public sealed class ResNet50 : ResNetBody
{
    private static readonly long[] WholePlane = [1, 1];

    private readonly Linear classifier;

    /// <summary>With a head for <paramref name="classes"/>.</summary>
    public ResNet50(int classes)
        : base(ResNetKind.ResNet50) => classifier = Add("fc", new Linear(ResNetKind.ResNet50.Channels, classes));

    /// <inheritdoc />
    public override IEnumerable<IQuantizable> Quantizable => base.Quantizable.Append(classifier);

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Ops.AdaptiveAveragePool2d(base.Forward(x).Move(), WholePlane);
        return classifier.Forward(Ops.Flatten(x.Move(), 1));
    }
}
