using System.Runtime.InteropServices;
using Laptime.Core.Cases;
using Laptime.Core.Scripts;
using Laptime.Torch;
using Laptime.Torch.Script;

namespace Laptime.Workloads.Scripts;

/// <summary>Makes programs ready to be measured, or says why one cannot be here. libtorch must be loaded.</summary>
public static class ScriptWorkloads
{
    /// <summary>Why this machine or this libtorch cannot run a case; null if it can.</summary>
    public static string? WhyNot(Case @case) =>
        @case switch
        {
            { Precision: Precision.Int8 } =>
                "A program is run as it was saved: quantize it in Python, save it, and measure it in fp32.",
            { Mode: Mode.Tuned, Scenario: not Scenario.Train, Precision: Precision.Bf16 or Precision.Fp16 } =>
                "A frozen program has its weights as constants, which mixed precision would convert in every step; "
                    + "tuned programs are measured in fp32.",
            _ => WorkloadFactory.WhyNot(@case),
        };

    /// <summary>Loads a program, draws its inputs and makes it ready; the same seed gives the same inputs.</summary>
    /// <param name="case">A case for which <see cref="WhyNot"/> has no objection.</param>
    /// <param name="settings">The program.</param>
    /// <param name="seed">Of libtorch's generators.</param>
    /// <exception cref="ScriptException">The file is another than it was, or cannot be run as asked.</exception>
    /// <exception cref="TorchException">Memory ran out.</exception>
    public static ScriptWorkload Create(Case @case, ScriptSettings settings, long seed)
    {
        foreach (string library in settings.Operators)
        {
            LoadOperators(library);
        }
        string digest;
        try
        {
            digest = ScriptFile.ReadDigest(settings.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScriptException(
                $"The program {settings.Path} can't be read: {e.Message}",
                "Put it back, or measure it anew from where it is.",
                e
            );
        }
        if (digest != settings.Digest)
        {
            throw new ScriptException(
                $"The program {settings.Path} has changed since the run began.",
                "Start a new run; results of two programs must not be mixed."
            );
        }
        Libtorch.Seed(seed);
        return @case.Scenario == Scenario.Train
            ? new ScriptTrainWorkload(@case, settings)
            : new ScriptInferWorkload(@case, settings);
    }

    private static void LoadOperators(string library)
    {
        try
        {
            NativeLibrary.Load(library);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new ScriptException(
                $"The operators in {library} can't be loaded: {e.Message.Split('\n')[0]}",
                "It must be built for the libtorch that is measured.",
                e
            );
        }
    }
}
