using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Two diagonal LSTMs, one over the picture and one over its mirror image; the last row of the second one's output is
/// replaced by zeros, as in the original, before both are added.
/// </summary>
internal sealed class DiagonalBiLstm : Layer
{
    private readonly DiagonalLstm forward;
    private readonly DiagonalLstm backward;

    internal DiagonalBiLstm(int hidden)
    {
        forward = Add("forward", new DiagonalLstm(hidden));
        backward = Add("backward", new DiagonalLstm(hidden));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        long rows = x.Shape[2];
        var mirrored = Ops.Flip(x, 3);
        var first = forward.Forward(x);
        var second = Ops.Flip(backward.Forward(mirrored).Move(), 3);
        second = Ops.Pad(Ops.Narrow(second.Move(), 2, 0, rows - 1).Move(), [0, 0, 0, 1]);
        return Ops.Add(first.Move(), second.Move());
    }
}
