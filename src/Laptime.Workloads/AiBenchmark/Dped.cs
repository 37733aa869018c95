using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// The generator of DPED (Ignatov et al. 2017), which makes photographs of telephones look as if taken with a camera;
/// at full size throughout. 401,475 parameters.
/// </summary>
internal sealed class Dped : Network
{
    private const int Channels = 64;
    private const int Blocks = 4;

    private readonly Conv2d first;
    private readonly List<(ConvInstanceNorm First, ConvInstanceNorm Second)> blocks = [];
    private readonly Conv2d[] after;
    private readonly Conv2d last;

    internal Dped()
    {
        first = Add("first", Bricks.Convolution(3, Channels, 9));
        for (int i = 0; i < Blocks; i++)
        {
            blocks.Add(
                (
                    Add($"block{i}.1", new ConvInstanceNorm(Channels, Channels)),
                    Add($"block{i}.2", new ConvInstanceNorm(Channels, Channels))
                )
            );
        }
        after =
        [
            Add("after1", Bricks.Convolution(Channels, Channels, 3)),
            Add("after2", Bricks.Convolution(Channels, Channels, 3)),
        ];
        // Each block has added values of mean square ½ and positive mean: the sum's is about 5.
        last = Add("last", Bricks.Convolution(Channels, 3, 9, gain: Bricks.IntoTanh * 0.3));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        x = Bricks.Relu(first.Forward(Bricks.ToUnit(x)));
        foreach (var block in blocks)
        {
            var added = block.Second.Forward(block.First.Forward(x.Share()));
            x = Ops.Add(added.Move(), x.Move());
        }
        foreach (var convolution in after)
        {
            x = Bricks.Relu(convolution.Forward(x));
        }
        return Bricks.TanhPixels(last.Forward(x));
    }
}
