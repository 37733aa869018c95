using Laptime.Core.Cases;
using Laptime.Core.Sweeps;
using Laptime.Torch;
using Laptime.Torch.Weights;

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
    public static OutputDeviation? Compare(Case @case, long seed, string? weightsPath)
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
        (float[] found, _) = Output(inQuestion, seed, weightsPath);
        Case plain = inQuestion with { Precision = Precision.Fp32, Mode = Mode.Stock };
        (float[] reference, bool isScores) = Output(plain, seed, weightsPath);
        return OutputDeviation.Between(reference, found, plain.Batch, isScores);
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
}
