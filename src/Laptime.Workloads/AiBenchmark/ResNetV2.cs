using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// ResNet-V2 of TF-slim (He et al. 2016, "Identity mappings"): norm and ReLU before each unit, the stride in the last
/// unit of a stage. For 1001 classes, running statistics included, 25,615,849 parameters with 50 layers and 60,382,697
/// with 152; 25,570,409 and 60,238,953 of them learn.
/// </summary>
internal sealed class ResNetV2 : Network
{
    private const double Epsilon = 1e-5;

    private static readonly long[] PoolKernel = [3, 3];
    private static readonly long[] PoolStride = [2, 2];
    private static readonly long[] PoolPadding = [1, 1];
    private static readonly long[] WholePlane = [1, 1];

    private readonly Conv2d stem;
    private readonly List<Unit> units = [];
    private readonly BatchNorm2d last;
    private readonly Conv2d classifier;

    /// <summary>With that many units in each stage.</summary>
    internal ResNetV2(params int[] unitsPerStage)
    {
        int channels = 64;
        stem = Add("conv1", new Conv2d(3, channels, (7, 7), stride: 2, bias: true, gain: Bricks.Keeping(3, channels)));
        // Each unit adds that share of the variance, so that all of them together do not multiply it by more than e.
        double gain = Math.Sqrt(1.0 / unitsPerStage.Sum());
        int width = 64;
        for (int stage = 0; stage < unitsPerStage.Length; stage++, width *= 2)
        {
            bool isLastStage = stage == unitsPerStage.Length - 1;
            for (int i = 0; i < unitsPerStage[stage]; i++)
            {
                int stride = !isLastStage && i == unitsPerStage[stage] - 1 ? 2 : 1;
                units.Add(Add($"block{stage + 1}.{i}", new Unit(channels, width, stride, gain)));
                channels = width * Unit.Expansion;
            }
        }
        last = Add("postnorm", new BatchNorm2d(channels, Epsilon, isFixed: true));
        classifier = Add("classifier", Bricks.Head(channels, 1001));
    }

    /// <summary>With 50 layers.</summary>
    internal static ResNetV2 With50Layers => new(3, 4, 6, 3);

    /// <summary>With 152 layers.</summary>
    internal static ResNetV2 With152Layers => new(3, 8, 36, 3);

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => units.SelectMany(unit => unit.ConvNorms);

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = stem.Forward(Bricks.Centred(x));
        x = Ops.MaxPool2d(x.Move(), PoolKernel, PoolStride, PoolPadding);
        foreach (var unit in units)
        {
            x = unit.Forward(x);
        }
        x = last.Forward(x);
        Ops.ReluInPlace(x);
        x = Ops.AdaptiveAveragePool2d(x.Move(), WholePlane);
        return Bricks.Probabilities(classifier.Forward(x));
    }

    private sealed class Unit : Layer
    {
        internal const int Expansion = 4;

        private static readonly long[] One = [1, 1];
        private static readonly long[] None = [0, 0];

        private readonly long[]? pooled;
        private readonly BatchNorm2d before;
        private readonly Conv2d? shortcut;
        private readonly ConvNorm first;
        private readonly ConvNorm second;
        private readonly Conv2d third;

        internal Unit(int inputs, int width, int stride, double gain)
        {
            int outputs = width * Expansion;
            before = Add("preact", new BatchNorm2d(inputs, Epsilon, isFixed: true));
            if (inputs != outputs)
            {
                shortcut = Add(
                    "shortcut",
                    new Conv2d(inputs, outputs, (1, 1), stride, bias: true, gain: Bricks.Keeping(inputs, outputs))
                );
            }
            else if (stride != 1)
            {
                pooled = [stride, stride];
            }
            first = Brick(1, inputs, width, 1, 1);
            second = Brick(2, width, width, 3, stride);
            gain *= Bricks.Keeping(width, outputs);
            third = Add("conv3", new Conv2d(width, outputs, (1, 1), bias: true, gain: gain));
        }

        internal IEnumerable<ConvNorm> ConvNorms => [first, second];

        public override Tensor Forward(Tensor x)
        {
            var y = before.Forward(x.Share());
            Ops.ReluInPlace(y);
            if (shortcut is not null)
            {
                x.Dispose();
                x = shortcut.Forward(y.Share());
            }
            else if (pooled is not null)
            {
                x = Ops.MaxPool2d(x.Move(), One, pooled, None);
            }
            y = third.Forward(second.Forward(first.Forward(y)));
            Ops.AddInPlace(y, x.Move());
            return y;
        }

        private ConvNorm Brick(int number, int inputs, int outputs, int kernel, int stride) =>
            new(
                Add(
                    $"conv{number}",
                    new Conv2d(inputs, outputs, (kernel, kernel), stride, gain: Bricks.Keeping(inputs, outputs))
                ),
                Add($"conv{number}.norm", new BatchNorm2d(outputs, Epsilon, isFixed: true)),
                Activation.Relu
            );
    }
}
