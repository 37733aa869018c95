using Laptime.Torch.Nn;
using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Networks;

/// <summary>MobileNetV2 (Sandler et al. 2018), width 1, in the form of torchvision; 3,504,872 parameters for 1000 classes.</summary>
public sealed class MobileNetV2 : Network
{
    private static readonly long[] WholePlane = [1, 1];

    // Expansion, channels, blocks, stride of the first: table 2 of the paper.
    internal static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
    [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ];

    private readonly ConvNorm stem;
    private readonly List<InvertedResidual> blocks = [];
    private readonly ConvNorm last;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <summary>With a head for <paramref name="classes"/>.</summary>
    public MobileNetV2(int classes)
    {
        stem = Brick("features.0", 3, 32, 3, 2, 1);
        int channels = 32;
        foreach (var stage in Stages)
        {
            for (int i = 0; i < stage.Blocks; i++)
            {
                int stride = i == 0 ? stage.Stride : 1;
                blocks.Add(
                    Add(
                        $"features.{blocks.Count + 1}",
                        new InvertedResidual(channels, stage.Channels, stage.Expansion, stride)
                    )
                );
                channels = stage.Channels;
            }
        }
        const int Features = 1280;
        last = Brick($"features.{blocks.Count + 1}", channels, Features, 1, 1, 1);
        dropout = Add("classifier.0", new Dropout(0.2));
        classifier = Add("classifier.1", new Linear(Features, classes));
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => [stem, .. blocks.SelectMany(block => block.Path), last];

    /// <inheritdoc />
    public override IEnumerable<IQuantizable> Quantizable =>
        [stem, .. blocks.SelectMany(block => block.Quantizable), last, classifier];

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = stem.Forward(x);
        foreach (var block in blocks)
        {
            x = block.Forward(x);
        }
        x = Ops.AdaptiveAveragePool2d(last.Forward(x).Move(), WholePlane);
        return classifier.Forward(dropout.Forward(Ops.Flatten(x.Move(), 1)));
    }

    private ConvNorm Brick(string name, int inputs, int outputs, int kernel, int stride, int groups) =>
        new(
            Add($"{name}.0", new Conv2d(inputs, outputs, kernel, stride, groups)),
            Add($"{name}.1", new BatchNorm2d(outputs)),
            Activation.Relu6
        );

    private sealed class InvertedResidual : Layer
    {
        private readonly Shortcut join = new(withRelu: false);
        private readonly bool hasShortcut;

        internal InvertedResidual(int inputs, int outputs, int expansion, int stride)
        {
            int hidden = inputs * expansion;
            hasShortcut = stride == 1 && inputs == outputs;
            if (expansion != 1)
            {
                Path.Add(Brick(inputs, hidden, 1, 1, 1));
            }
            Path.Add(Brick(hidden, hidden, 3, stride, hidden));
            int next = Path.Count;
            Path.Add(
                new ConvNorm(
                    Add($"conv.{next}", new Conv2d(hidden, outputs, 1)),
                    Add($"conv.{next + 1}", new BatchNorm2d(outputs)),
                    Activation.None
                )
            );
        }

        internal List<ConvNorm> Path { get; } = [];

        internal IEnumerable<IQuantizable> Quantizable => hasShortcut ? Path.Append<IQuantizable>(join) : Path;

        public override Tensor Forward(Tensor x)
        {
            var identity = hasShortcut ? x.Share() : null;
            foreach (var brick in Path)
            {
                x = brick.Forward(x);
            }
            return identity is null ? x : join.Join(x, identity);
        }

        private ConvNorm Brick(int inputs, int outputs, int kernel, int stride, int groups) =>
            new(
                Add($"conv.{Path.Count}.0", new Conv2d(inputs, outputs, kernel, stride, groups)),
                Add($"conv.{Path.Count}.1", new BatchNorm2d(outputs)),
                Activation.Relu6
            );
    }
}
