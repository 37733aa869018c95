using Laptime.Core.Cases;
using Laptime.Core.Scripts;
using Laptime.Core.Sweeps;
using Laptime.Torch;
using Laptime.Torch.Weights;
using Laptime.Workloads.Scripts;

namespace Laptime.Workloads;

/// <summary>
/// How far a precision's outputs lie from single precision. Two networks are made from the same seed or weights, see the
/// same input and do one forward pass each in evaluation mode: one as the case computes, one plainly in fp32. In
/// evaluation, because dropout and the statistics of a batch would hide the arithmetic; a training case is compared under
/// its mixed precision in plain arrangement.
/// </summary>
public static class PrecisionCheck
{
    /// <summary>No more items are compared.</summary>
    public const int MostItems = 32;

    /// <summary>Compares; null for fp32, which is the measure. Changes libtorch's setting for tf32. Memory: that of fp32 inference on <see cref="MostItems"/> items at most.</summary>
    /// <param name="case">A case that can run here.</param>
    /// <param name="seed">Of weights and input; the input is drawn with this seed alone, whatever the network drew before.</param>
    /// <param name="weightsPath">Weights to load; null for random ones.</param>
    /// <exception cref="WeightFileException">The weights cannot be read or belong to another network.</exception>
    /// <exception cref="TorchException">libtorch refused, most likely for want of memory.</exception>
    public static OutputDeviation? Compare(Case @case, long seed, string? weightsPath) =>
        Compare(@case, one => Output(one, seed, weightsPath));

    /// <summary>Compares the outputs of a program; null for fp32, and where the number of its outputs depends on the precision.</summary>
    /// <param name="case">A case that can run here.</param>
    /// <param name="script">The program.</param>
    /// <param name="seed">Of the input.</param>
    /// <exception cref="ScriptException">The program does not take as few items.</exception>
    /// <exception cref="TorchException">libtorch refused, most likely for want of memory.</exception>
    public static OutputDeviation? Compare(Case @case, ScriptSettings script, long seed) =>
        Compare(@case, one => Output(one, script, seed));

    private static OutputDeviation? Compare(Case @case, Func<Case, (float[] Values, bool IsScores)> output)
    {
        if (@case.Precision == Precision.Fp32)
        {
            return null;
        }
        Case inQuestion = @case with
        {
            Scenario = Scenario.Infer,
            Batch = Math.Min(@case.Batch, MostItems),
            Mode = @case.Scenario == Scenario.Train ? Mode.Stock : @case.Mode,
        };
        (float[] found, _) = output(inQuestion);
        Case plain = inQuestion with { Precision = Precision.Fp32, Mode = Mode.Stock };
        (float[] reference, bool isScores) = output(plain);
        int items = reference.Length % plain.Batch == 0 ? plain.Batch : 1;
        return reference.Length == 0 || reference.Length != found.Length
            ? null
            : OutputDeviation.Between(reference, found, items, isScores);
    }

    private static (float[] Values, bool IsScores) Output(Case @case, long seed, string? weightsPath)
    {
        Libtorch.AllowTf32(@case.Precision == Precision.Tf32);
        using NetworkWorkload workload = WorkloadFactory.Create(@case, seed, weightsPath);
        workload.RenewInput(seed);
        workload.Step();
        workload.Synchronize();
        var output = workload.LastOutput!;
        return (output.ToFloats(), output.Shape is [_, > 1]);
    }

    private static (float[] Values, bool IsScores) Output(Case @case, ScriptSettings script, long seed)
    {
        Libtorch.AllowTf32(@case.Precision == Precision.Tf32);
        using var workload = (ScriptInferWorkload)ScriptWorkloads.Create(@case, script, seed);
        workload.RenewInput(seed);
        workload.Step();
        workload.Synchronize();
        return workload.ReadOutput();
    }
}
