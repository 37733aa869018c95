using Laptime.Core.Cases;
using Laptime.Core.Scripts;
using Laptime.Torch.Autograd;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Scripts;

/// <summary>A program's forward pass in evaluation mode and inference mode, as Python's <c>torch.inference_mode()</c>.</summary>
public sealed class ScriptInferWorkload : ScriptWorkload
{
    private readonly ScriptTuning? tuning;
    private ScriptResult? result;

    internal ScriptInferWorkload(Case @case, ScriptSettings settings)
        : base(@case, settings)
    {
        Module.Train(on: false);
        if (@case.Mode == Mode.Tuned)
        {
            try
            {
                tuning = ScriptTuning.Of(Module, Inputs.Arguments);
                ReleaseProgram();
            }
            catch
            {
                Dispose();
                throw;
            }
        }
    }

    /// <inheritdoc />
    public override string Arrangement => tuning?.Description ?? base.Arrangement;

    /// <summary>What the last step returned; null before the first.</summary>
    public ScriptResult? Result => result;

    /// <summary>All numbers with a fraction of the last output, and whether they are scores of classes: one tensor, a row an item.</summary>
    /// <exception cref="InvalidOperationException">There was no step yet.</exception>
    public (float[] Values, bool IsScores) ReadOutput()
    {
        if (result is null)
        {
            throw new InvalidOperationException("There is nothing to check before the first step.");
        }
        using InferenceMode mode = InferenceMode.Enter();
        using TensorScope scope = TensorScope.Enter();
        Tensor[] tensors = [.. result.Tensors().Where(IsFloat)];
        return (
            [.. tensors.SelectMany(tensor => tensor.ToFloats())],
            tensors is [{ Shape: [var items, > 1] }] && items == Case.Batch
        );
    }

    /// <inheritdoc />
    public override WorkloadCheck ReadCheck()
    {
        (float[] values, _) = ReadOutput();
        // Infinities may be meant: masked scores are minus infinity.
        double[] finite = [.. values.Where(float.IsFinite).Select(value => (double)value * value)];
        return new WorkloadCheck(
            finite.Length == 0 ? 0 : Math.Sqrt(finite.Average()),
            !Array.Exists(values, float.IsNaN),
            Fingerprint(values)
        );
    }

    /// <inheritdoc />
    private protected override void DoStep()
    {
        using InferenceMode mode = InferenceMode.Enter();
        using (Autocast.Enter(Case.Device, ShortType))
        {
            ScriptResult made = (tuning?.Module ?? Module).Forward(Inputs.Arguments);
            result?.Dispose();
            result = made;
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        result?.Dispose();
        tuning?.Dispose();
        base.Dispose(disposing);
    }
}
