using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// The generator of SRGAN (Ledig et al. 2017) behind a stem that makes pictures four times smaller. Of its batch norms
/// nothing learns. 1,566,979 parameters, running statistics included, 1,558,531 of which learn. Channels become pixels
/// in PyTorch's order; TensorFlow's differs by a permutation of the channels before.
/// </summary>
internal sealed class Srgan : Network
{
    private const int Channels = 64;
    private const int Blocks = 16;
    private const int Factor = 2;

    private readonly Conv2d stem;
    private readonly Conv2d second;
    private readonly List<(ConvNorm First, ConvNorm Second)> blocks = [];
    private readonly ConvNorm after;
    private readonly Conv2d[] larger;
    private readonly Conv2d last;

    internal Srgan()
    {
        stem = Add("stem1", new Conv2d(3, Channels, (7, 7), stride: 4, bias: true, gain: Bricks.Keeping(3, Channels)));
        second = Add("stem2", Bricks.Convolution(Channels, Channels, 3));
        // Sixteen blocks each add a sixteenth of the variance.
        double gain = Math.Sqrt(0.5 / Blocks);
        for (int i = 0; i < Blocks; i++)
        {
            blocks.Add((Brick($"block{i}.1", Activation.Relu, 1), Brick($"block{i}.2", Activation.None, gain)));
        }
        after = Brick("after", Activation.None, gain: 0.5);
        int wide = Channels * Factor * Factor;
        larger =
        [
            Add("larger1", Bricks.Convolution(Channels, wide, 3)),
            Add("larger2", Bricks.Convolution(Channels, wide, 3)),
        ];
        last = Add("last", Bricks.Convolution(Channels, 3, 1, Bricks.IntoTanh));
    }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms =>
        blocks.SelectMany(block => new[] { block.First, block.Second }).Append(after);

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Bricks.Relu(second.Forward(Bricks.Relu(stem.Forward(Bricks.Centred(x)))));
        var trunk = x.Share();
        foreach (var block in blocks)
        {
            var added = block.Second.Forward(block.First.Forward(trunk.Share()));
            Ops.AddInPlace(added, trunk.Move());
            trunk = added;
        }
        trunk = after.Forward(trunk);
        Ops.AddInPlace(trunk, x.Move());
        foreach (var convolution in larger)
        {
            trunk = Bricks.Relu(Ops.PixelShuffle(convolution.Forward(trunk).Move(), Factor));
        }
        trunk = Ops.Tanh(last.Forward(trunk).Move());
        trunk = Ops.Multiply(trunk.Move(), 127.5);
        Ops.AddScalarInPlace(trunk, 127.5);
        return trunk;
    }

    private ConvNorm Brick(string name, Activation activation, double gain)
    {
        var convolution = Add(name, new Conv2d(Channels, Channels, (3, 3), gain: gain));
        var norm = Add($"{name}.norm", new BatchNorm2d(Channels, epsilon: 1e-5, isFixed: true));
        norm.StopLearning();
        return new ConvNorm(convolution, norm, activation);
    }
}
