using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Layers one after the other, and branches: what networks of the Inception family are written in. Each convolution
/// has a batch norm with shift alone, stored statistics and ε 0.001, and a ReLU. Weights start so that the mean square
/// of the values stays what it is, since nothing normalises them.
/// </summary>
/// <param name="inputs">Channels that come in.</param>
internal sealed class Chain(int inputs) : Layer
{
    private readonly List<Layer> layers = [];

    /// <summary>Channels that go out.</summary>
    internal int Channels { get; private set; } = inputs;

    /// <summary>Each convolution with its batch norm, those of branches too.</summary>
    internal IEnumerable<ConvNorm> ConvNorms => Modules.OfType<Normed>().Select(layer => layer.Brick);

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        foreach (var layer in layers)
        {
            x = layer.Forward(x);
        }
        return x;
    }

    /// <summary>Convolution with a square kernel, batch norm, ReLU.</summary>
    internal Chain Conv(int outputs, int kernel = 1, int stride = 1, bool padded = true) =>
        Conv(outputs, (kernel, kernel), stride, padded);

    /// <summary>Convolution, batch norm, ReLU.</summary>
    internal Chain Conv(int outputs, (int Height, int Width) kernel, int stride = 1, bool padded = true) =>
        Then(outputs, new Normed(Channels, outputs, kernel, stride, padded));

    /// <summary>Largest value of 3×3 windows at every second place, without padding.</summary>
    internal Chain MaxPool() => Then(Channels, new Pool(isMax: true));

    /// <summary>Mean of 3×3 windows, size kept; what lies outside does not count.</summary>
    internal Chain AveragePool() => Then(Channels, new Pool(isMax: false));

    /// <summary>Branches over the same input, their channels one after the other.</summary>
    internal Chain Split(params ReadOnlySpan<Func<Chain, Chain>> branches)
    {
        var made = branches.ToArray().Select(branch => branch(new Chain(Channels))).ToArray();
        return Then(made.Sum(branch => branch.Channels), new Branches(made));
    }

    /// <summary>
    /// x + scale · (a 1×1 convolution with bias of what <paramref name="path"/> makes of x), then a ReLU unless it is
    /// left out.
    /// </summary>
    /// <param name="scale">Factor of what is added.</param>
    /// <param name="gain">Of the convolution's weights at the start.</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    /// <param name="path">From x to what the convolution reads.</param>
    internal Chain Residual(double scale, double gain, bool relu, Func<Chain, Chain> path) =>
        Then(Channels, new Shortcut(path(new Chain(Channels)), Channels, scale, gain, relu));

    private Chain Then(int channels, Layer layer)
    {
        layers.Add(Add($"{layers.Count}", layer));
        Channels = channels;
        return this;
    }

    private sealed class Normed : Layer
    {
        internal Normed(int inputs, int outputs, (int Height, int Width) kernel, int stride, bool padded) =>
            Brick = new ConvNorm(
                Add(
                    "conv",
                    new Conv2d(inputs, outputs, kernel, stride, padded: padded, gain: Bricks.Keeping(inputs, outputs))
                ),
                Add("norm", new BatchNorm2d(outputs, epsilon: 1e-3, hasScale: false, isFixed: true)),
                Activation.Relu
            );

        internal ConvNorm Brick { get; }

        public override Tensor Forward(Tensor x) => Brick.Forward(x);
    }

    private sealed class Pool(bool isMax) : Layer
    {
        private static readonly long[] Kernel = [3, 3];
        private static readonly long[] One = [1, 1];
        private static readonly long[] Two = [2, 2];
        private static readonly long[] None = [0, 0];

        public override Tensor Forward(Tensor x) =>
            isMax ? Ops.MaxPool2d(x.Move(), Kernel, Two, None) : Ops.AveragePool2d(x.Move(), Kernel, One, padding: One);
    }

    private sealed class Branches : Layer
    {
        private readonly Chain[] branches;

        internal Branches(Chain[] branches)
        {
            this.branches = branches;
            for (int i = 0; i < branches.Length; i++)
            {
                Add($"branch{i}", branches[i]);
            }
        }

        public override Tensor Forward(Tensor x)
        {
            var made = new Tensor[branches.Length];
            for (int i = 0; i < branches.Length; i++)
            {
                made[i] = branches[i].Forward(i + 1 < branches.Length ? x.Share() : x);
            }
            return Ops.Join(1, made);
        }
    }

    private sealed class Shortcut : Layer
    {
        private readonly Chain path;
        private readonly Conv2d up;
        private readonly double scale;
        private readonly bool relu;

        internal Shortcut(Chain path, int outputs, double scale, double gain, bool relu)
        {
            this.path = Add("path", path);
            gain *= Bricks.Keeping(path.Channels, outputs);
            up = Add("up", new Conv2d(path.Channels, outputs, (1, 1), bias: true, gain: gain));
            this.scale = scale;
            this.relu = relu;
        }

        public override Tensor Forward(Tensor x)
        {
            var added = up.Forward(path.Forward(x.Share()));
            added = Ops.Multiply(added.Move(), scale);
            Ops.AddInPlace(added, x.Move());
            if (relu)
            {
                Ops.ReluInPlace(added);
            }
            return added;
        }
    }
}
