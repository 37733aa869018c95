using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// One step of an LSTM as TensorFlow's BasicLSTMCell computes it: [x, h] · W + b gives input gate, candidate, forget gate
/// and output gate; the forget gate gets 1 added before its sigmoid.
/// </summary>
internal sealed class LstmCell : Module
{
    /// <summary>What the forget gate gets added.</summary>
    internal const double ForgetBias = 1;

    private readonly TensorList joined;

    /// <summary>Weights start uniform within ±<paramref name="bound"/>, the bias at zero.</summary>
    /// <param name="inputs">Features of the input, all its parts together.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="bound">Bound of the weights.</param>
    /// <param name="parts">Tensors that make up the input.</param>
    internal LstmCell(int inputs, int hidden, double bound, int parts = 1)
    {
        Hidden = hidden;
        joined = new TensorList(parts + 1);
        Weight = AddParameter("weight", inputs + hidden, 4 * hidden);
        Bias = AddParameter("bias", 4 * hidden);
        using var grad = GradMode.Off();
        Ops.UniformInPlace(Weight, -bound, bound);
        Ops.FillInPlace(Bias, 0);
    }

    /// <summary>Features of the state.</summary>
    internal int Hidden { get; }

    /// <summary>[inputs + hidden, 4 · hidden].</summary>
    internal Tensor Weight { get; }

    /// <summary>[4 · hidden].</summary>
    internal Tensor Bias { get; }

    /// <inheritdoc />
    public override void Dispose()
    {
        joined.Dispose();
        base.Dispose();
    }

    /// <summary>A state of zeros.</summary>
    internal LstmState Start(long batch) =>
        new()
        {
            Output = Ops.Zeros([batch, Hidden], Weight.DType, Weight.Device),
            Cell = Ops.Zeros([batch, Hidden], Weight.DType, Weight.Device),
        };

    /// <summary>Moves <paramref name="state"/> on by one step; the parts of the input are borrowed.</summary>
    internal void Step(LstmState state, params ReadOnlySpan<Tensor> parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            joined.Place(i, parts[i]);
        }
        joined.Place(parts.Length, state.Output);
        var z = Ops.AddMatMul(Bias, Ops.Concatenate(joined, 1).Move(), Weight);
        state.Output.Dispose();
        var gates = Ops.Chunk(z.Move(), 4, 1);
        var forget = Ops.Sigmoid(Ops.AddScalar(gates[2].Move(), ForgetBias).Move());
        var kept = Ops.Multiply(forget.Move(), state.Cell.Move());
        var fresh = Ops.Sigmoid(gates[0].Move());
        state.Cell = Ops.AddProduct(kept.Move(), fresh.Move(), Ops.Tanh(gates[1].Move()).Move());
        state.Output = Ops.Multiply(Ops.Sigmoid(gates[3].Move()).Move(), Ops.Tanh(state.Cell).Move());
    }
}

/// <summary>What an LSTM carries from step to step: both [batch, hidden].</summary>
internal sealed class LstmState : IDisposable
{
    /// <summary>h, which is the output as well.</summary>
    internal required Tensor Output { get; set; }

    /// <summary>c.</summary>
    internal required Tensor Cell { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        Output.Dispose();
        Cell.Dispose();
    }
}
