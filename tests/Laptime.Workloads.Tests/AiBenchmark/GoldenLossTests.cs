using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Workloads.Tests.AiBenchmark;

/// <summary>
/// What the networks give for a seed: a machine or a build that computes something else is broken, not slow. The
/// figures are Laptime's own, of libtorch 1.13 on a processor; how they came about is checked by the other tests.
/// </summary>
public sealed class GoldenLossTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    private const long Seed = 42;

    // Other instruction sets and numbers of threads move the first loss by up to 1.3e-5 of itself, and the second, to
    // which Adam has stepped by the sign of gradients, by as much. A softmax over 1001 classes starts near a loss of 1
    // whatever it computes: only the first tolerance tells.
    private const double Before = 5e-5;
    private const double After = 1e-3;

    /// <summary>Network, side of a single picture, loss before and after one step of Adam.</summary>
    public static TheoryData<string, int, double, double> Losses { get; } =
        new()
        {
            { "mobilenet-v2", 224, 9241.027, 6277.192 },
            { "inception-v3", 299, 0.9984041, 0.7228764 },
            { "inception-v4", 128, 0.9996879, 0.9984024 },
            { "inception-resnet-v2", 128, 1.08579, 1.064464 },
            { "resnet-v2-50", 64, 1.002437, 1.000198 },
            { "resnet-v2-152", 64, 1.000889, 0.01336737 },
            { "vgg-16", 224, 1125.898, 165.1348 },
            { "srcnn", 64, 85.3658e6, 80.6172e6 },
            { "vgg-19-sr", 64, 133.4743e6, 132.6457e6 },
            { "srgan", 64, 98.8779e6, 85.9532e6 },
            { "dped", 64, 91.4552e6, 93.1938e6 },
            { "unet", 64, 104.0643e6, 90.4805e6 },
        };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Step_WithASeed_HasTheKnownLosses(string network, int side, double before, double after)
    {
        Libtorch.Threads = 2;
        using var workload = WorkloadFactory.Create(Picture(network, side, Scenario.Train), Seed, null);

        workload.Step();
        double first = workload.ReadCheck().Value;
        workload.Step();
        double second = workload.ReadCheck().Value;
        first.ShouldBe(before, Before * before);
        second.ShouldBe(after, After * after);
    }

    /// <summary>A case with pictures of one side, which is smaller than that of a sub-test.</summary>
    internal static Case Picture(string network, int side, Scenario scenario, Mode mode = Mode.Stock)
    {
        var shape = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
        return Some.Case($"aib-{network}", scenario, mode) with
        {
            Shape = shape.Add("height", side).Add("width", side),
        };
    }
}
