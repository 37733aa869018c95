using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// LSTM cells over whole sequences in one operator of libtorch, which is cuDNN's recurrent kernel on NVIDIA GPUs: the
/// mathematics of <see cref="LstmCell.Step"/> again and again, but another measurement. It has no parameters of its own
/// and rearranges the cells': in training in each pass, so that they get the gradients, otherwise once.
/// </summary>
internal sealed class FusedLstm : Module
{
    private readonly LstmCell[] cells;
    private readonly Tensor[] parameters;
    private bool isArranged;

    /// <summary>One cell, or one for the way there and one for the way back.</summary>
    internal FusedLstm(params LstmCell[] cells)
    {
        this.cells = cells;
        parameters = new Tensor[4 * cells.Length];
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        Drop();
        base.Dispose();
    }

    /// <summary>
    /// From [batch, steps, features], borrowed, to outputs [batch, steps, cells · hidden]; the last state is that of the
    /// last cell.
    /// </summary>
    internal Tensor Forward(Tensor x, out LstmState last)
    {
        bool learns = cells[0].Weight.RequiresGrad;
        if (learns || !isArranged)
        {
            Drop();
            Arrange();
        }
        using var zeros = Ops.Zeros([cells.Length, x.Shape[0], cells[0].Hidden], x.DType, x.Device);
        using var start = new TensorList([zeros, zeros]);
        using var list = new TensorList(parameters);
        var (outputs, output, cell) = Ops.Lstm(x, start, list, trains: learns, bothWays: cells.Length > 1);
        last = new LstmState
        {
            Output = Ops.Select(output.Move(), 0, cells.Length - 1),
            Cell = Ops.Select(cell.Move(), 0, cells.Length - 1),
        };
        if (learns)
        {
            Drop();
        }
        return outputs;
    }

    /// <summary>libtorch wants the weights of input and state apart, [4 · hidden, …] each, and two biases.</summary>
    private void Arrange()
    {
        for (int i = 0; i < cells.Length; i++)
        {
            var cell = cells[i];
            long inputs = cell.Weight.Shape[0] - cell.Hidden;
            using var weight = InOrder(cell.Weight, 1);
            parameters[4 * i] = Rows(weight, 0, inputs);
            parameters[(4 * i) + 1] = Rows(weight, inputs, cell.Hidden);
            parameters[(4 * i) + 2] = InOrder(cell.Bias, 0).Keep();
            parameters[(4 * i) + 3] = ForgetBias(cell).Keep();
        }
        isArranged = true;
    }

    /// <summary>Input gate, candidate, forget gate, output gate to libtorch's order, in which the middle two are exchanged.</summary>
    private static Tensor InOrder(Tensor gates, int dimension)
    {
        var parts = Ops.Chunk(gates, 4, dimension);
        return Ops.Join(dimension, parts[0], parts[2], parts[1], parts[3]);
    }

    private static Tensor Rows(Tensor weight, long first, long count) =>
        Ops.Contiguous(Ops.Transpose(Ops.Narrow(weight, 0, first, count).Move(), 0, 1).Move()).Keep();

    /// <summary>What the forget gate gets added is the second bias, which does not learn.</summary>
    private static Tensor ForgetBias(LstmCell cell)
    {
        var bias = Ops.Zeros([4 * cell.Hidden], cell.Bias.DType, cell.Bias.Device);
        using var forget = Ops.Narrow(bias, 0, cell.Hidden, cell.Hidden);
        Ops.FillInPlace(forget, LstmCell.ForgetBias);
        return bias;
    }

    private void Drop()
    {
        if (isArranged)
        {
            Array.ForEach(parameters, p => p.Dispose());
            isArranged = false;
        }
    }
}
