using Laptime.Torch;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// One LSTM layer with 1024 hidden units over 300 features, step by step as the original's loop, and two logits of its
/// last state. 5,429,250 parameters.
/// </summary>
internal sealed class LstmSentiment : Network
{
    /// <summary>Logits.</summary>
    internal const int Classes = 2;

    private const int Features = 300;
    private const int Hidden = 1024;

    private readonly LstmCell cell;
    private readonly FusedLstm? fused;
    private readonly Linear classifier;

    /// <summary>With random weights.</summary>
    /// <param name="isFused">Whether one operator runs the whole sequence; the weights are the same.</param>
    internal LstmSentiment(bool isFused)
    {
        // Glorot's bound, the default of the original's framework.
        cell = Add("lstm", new LstmCell(Features, Hidden, Math.Sqrt(6.0 / (Features + (5 * Hidden)))));
        fused = isFused ? Add("fused", new FusedLstm(cell)) : null;
        classifier = Add("classifier", new Linear(Hidden, Classes));
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor x)
    {
        using var state = fused is null ? StepByStep(x) : AtOnce(fused, x);
        x.Dispose();
        return classifier.Forward(state.Output.Share());
    }

    /// <summary>Random sequences [batch, steps, features], uniform from −4 to 4.</summary>
    internal static Tensor Sequences(int batch, int steps, int features)
    {
        var x = Ops.Empty([batch, steps, features], DType.Float32);
        Ops.UniformInPlace(x, -4, 4);
        return x;
    }

    private LstmState StepByStep(Tensor x)
    {
        long[] shape = x.Shape;
        var state = cell.Start(shape[0]);
        for (int i = 0; i < shape[1]; i++)
        {
            using var now = Ops.Select(x, 1, i);
            cell.Step(state, now);
        }
        return state;
    }

    private static LstmState AtOnce(FusedLstm fused, Tensor x)
    {
        fused.Forward(x, out var last).Dispose();
        return last;
    }
}
