using System.Globalization;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Scripts;

/// <summary>
/// A program arranged for inference: frozen, and fused where that gives the same outputs. libtorch's
/// <c>optimize_for_inference</c> does not always: that of 1.13 changes MobileNetV3's scores by a third. So each
/// arrangement is held against the program as it was saved before it is used.
/// </summary>
internal sealed class ScriptTuning : IDisposable
{
    /// <summary>Of the largest output: single precision in another order of operations.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>libtorch profiles the first call and specializes in the second.</summary>
    private const int Calls = 3;

    private ScriptTuning(ScriptModule module, string description)
    {
        Module = module;
        Description = description;
    }

    /// <summary>The program as it is to be run.</summary>
    public ScriptModule Module { get; }

    /// <summary>What was done to it.</summary>
    public string Description { get; }

    /// <summary>The fastest arrangement that gives the same outputs.</summary>
    /// <exception cref="ScriptException">Not even the frozen one does, or libtorch refuses to freeze the program.</exception>
    public static ScriptTuning Of(ScriptModule module, ScriptArguments arguments)
    {
        try
        {
            float[][] expected = Run(module, arguments);
            if (TryArrange(module, arguments, expected, optimize: true, out _) is { } fused)
            {
                return new ScriptTuning(fused, "frozen, optimized for inference");
            }
            return TryArrange(module, arguments, expected, optimize: false, out string reason) is { } frozen
                ? new ScriptTuning(frozen, "frozen; optimizing it for inference would change its outputs")
                : throw Refusal(reason);
        }
        catch (TorchException e) when (!e.IsOutOfMemory)
        {
            throw Refusal(ScriptRefusal.LastWords(e.Words));
        }
    }

    /// <inheritdoc />
    public void Dispose() => Module.Dispose();

    /// <summary>An arrangement with the same outputs; null if it has others or libtorch fails at it.</summary>
    private static ScriptModule? TryArrange(
        ScriptModule module,
        ScriptArguments arguments,
        float[][] expected,
        bool optimize,
        out string reason
    )
    {
        ScriptModule? arranged = null;
        try
        {
            arranged = module.Freeze(optimize);
            double difference = Difference(expected, Run(arranged, arguments));
            if (difference <= Tolerance)
            {
                reason = "";
                return arranged;
            }
            reason = string.Create(
                CultureInfo.InvariantCulture,
                $"its outputs would change by {difference:G2} of the largest."
            );
        }
        catch (TorchException e) when (!e.IsOutOfMemory)
        {
            reason = ScriptRefusal.LastWords(e.Words);
        }
        arranged?.Dispose();
        return null;
    }

    private static float[][] Run(ScriptModule module, ScriptArguments arguments)
    {
        using InferenceMode mode = InferenceMode.Enter();
        using TensorScope scope = TensorScope.Enter();
        for (int i = 1; i < Calls; i++)
        {
            module.Forward(arguments).Dispose();
        }
        using ScriptResult result = module.Forward(arguments);
        return [.. result.Tensors().Select(tensor => tensor.ToFloats())];
    }

    /// <summary>Largest difference by the largest value of the same tensor; infinite where shapes or what is no number differ.</summary>
    private static double Difference(float[][] expected, float[][] actual)
    {
        if (expected.Length != actual.Length)
        {
            return double.PositiveInfinity;
        }
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Difference(expected[i], actual[i]));
        }
        return largest;
    }

    private static double Difference(float[] expected, float[] actual)
    {
        if (expected.Length != actual.Length)
        {
            return double.PositiveInfinity;
        }
        double scale = expected.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (!expected[i].Equals(actual[i]))
            {
                double difference = Math.Abs((double)expected[i] - actual[i]) / Math.Max(scale, float.Epsilon);
                largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            }
        }
        return largest;
    }

    private static ScriptException Refusal(string reason) =>
        new($"The program cannot be tuned: {reason}", "Measure it as it is, with --mode stock.");
}
