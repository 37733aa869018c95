using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// LSTM along the diagonals of a picture (van den Oord et al. 2016), one direction: rows are skewed so that a diagonal
/// becomes a column, and each step over the columns sees the pixel to the left and the one above. One sigmoid serves all
/// four gates, the candidate included, as in the original's code.
/// </summary>
internal sealed class DiagonalLstm : Layer
{
    private const int Gates = 4;

    private readonly int hidden;
    private readonly Conv2d input;

    /// <summary>With as many hidden values per pixel as come in.</summary>
    internal DiagonalLstm(int hidden)
    {
        this.hidden = hidden;
        input = Add("input", new Conv2d(hidden, Gates * hidden, (1, 1), bias: true));
        Weight = AddParameter("state.weight", Gates * hidden, hidden, 2);
        Bias = AddParameter("state.bias", Gates * hidden);
        using var grad = GradMode.Off();
        Ops.NormalInPlace(Weight, 0, Math.Sqrt(1.0 / (2 * hidden)));
        Ops.FillInPlace(Bias, 0);
    }

    /// <summary>State to gates: [4 · hidden, hidden, 2], the row above first. Gates: output, forget, input, candidate.</summary>
    internal Tensor Weight { get; }

    /// <summary>[4 · hidden].</summary>
    internal Tensor Bias { get; }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        long[] shape = x.Shape;
        var gates = input.Forward(Skew(x));
        var columns = Ops.Unbind(gates.Move(), 3);
        using var steps = new TensorList(columns.Length);
        var outputs = new Tensor[columns.Length];
        using var start = Ops.Zeros([shape[0], hidden, shape[2]], columns[0].DType, columns[0].Device);
        var state = start;
        var cell = start.Share();
        for (int i = 0; i < columns.Length; i++)
        {
            cell = Step(columns[i], state, cell, out outputs[i]);
            state = outputs[i];
            steps.Place(i, state);
        }
        cell.Dispose();
        var result = Unskew(Ops.Stack(steps, 3), shape[3]);
        foreach (var output in outputs)
        {
            output.Dispose();
        }
        return result;
    }

    /// <summary>Shifts row i of [batch, channels, height, width] right by i; width becomes width + height − 1.</summary>
    internal static Tensor Skew(Tensor x)
    {
        long[] s = x.Shape;
        // Rows that are longer by a whole height, cut anew into rows shorter by one, have moved by one more each.
        var padded = Ops.Flatten(Ops.Pad(x.Move(), [0, s[2]]).Move(), 2);
        long width = s[3] + s[2] - 1;
        return Ops.Reshape(Ops.Narrow(padded.Move(), 2, 0, s[2] * width).Move(), s[0], s[1], s[2], width);
    }

    /// <summary>Undoes <see cref="Skew"/>.</summary>
    internal static Tensor Unskew(Tensor x, long width)
    {
        long[] s = x.Shape;
        var padded = Ops.Pad(Ops.Flatten(x.Move(), 2).Move(), [0, s[2]]);
        return Ops.Narrow(Ops.Reshape(padded.Move(), s[0], s[1], s[2], width + s[2]).Move(), 3, 0, width);
    }

    /// <summary>Takes <paramref name="column"/> and <paramref name="cell"/> over and returns the new cell.</summary>
    private Tensor Step(Tensor column, Tensor state, Tensor cell, out Tensor output)
    {
        // The kernel of two sees its own row and the one above, as the paper has it. In the original it may be the one
        // below, where TensorFlow's SAME padding has its zero; the work is the same.
        var z = Ops.Conv1d(Ops.Pad(state, [1, 0]).Move(), Weight, Bias);
        z = Ops.Sigmoid(Ops.Add(z.Move(), column.Move()).Move());
        var gates = Ops.Chunk(z.Move(), Gates, 1);
        using var candidate = Ops.Multiply(gates[2].Move(), gates[3].Move());
        var next = Ops.AddProduct(candidate, gates[1].Move(), cell.Move());
        output = Ops.Multiply(gates[0].Move(), Ops.Tanh(next).Move());
        return next;
    }
}
