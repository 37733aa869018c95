using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch;

namespace Laptime.Workloads.Tests.AiBenchmark;

/// <summary>
/// The same seed gives the same weights, inputs and losses: a machine or build that computes wrongly is told from a slow
/// one. The figures are this program's own, of the first run that passed the comparisons with PyTorch.
/// </summary>
public sealed class GoldenLossOfSpecialNetworksTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    public static TheoryData<string, int, int, double, double> Losses { get; } =
        new()
        {
            { "spade", 128, 128, 805_651_328, 782_007_296 },
            { "icnet", 1024, 1536, 102_141_165_568, 102_140_723_200 },
            { "pspnet", 480, 480, 246_889_568, 118_395_632 },
            { "deeplab", 64, 64, 3_903_442.5, 2_530_933 },
            { "pixel-rnn", 8, 8, 1_010_698.875, 1_009_349.5 },
            { "lstm", 16, 300, 0.916502, 0.157858 },
        };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_OneStep_HasTheseLosses(string network, int height, int width, double before, double after)
    {
        Libtorch.Threads = 2;
        using var workload = Create(network, Scenario.Train, height, width);

        workload.Step();
        double first = workload.ReadCheck().Value;
        workload.Step();
        double second = workload.ReadCheck().Value;

        double[] losses = [first, second];
        losses.ShouldBe([before, after], tolerance: before * 1e-3);
    }

    [Fact]
    public void Infer_Gnmt_DecodesTheseTokens()
    {
        Libtorch.Threads = 2;
        using var workload = Create("gnmt", Scenario.Infer, 1, 4);

        workload.Step();

        workload.LastOutput!.ToFloats().ShouldBe([13379, 13379, 19200, 19200, 30559, 12246, 12246, 12246]);
    }

    [Fact]
    public void WhyNot_TrainingOfGnmt_SaysThatThereIsNone() =>
        WorkloadFactory
            .WhyNot(Case("gnmt", Scenario.Train, 1, 20))
            .ShouldBe("GNMT-Translation has no training in AI-Benchmark; measure its inference.");

    private static NetworkWorkload Create(string network, Scenario scenario, int height, int width) =>
        WorkloadFactory.Create(Case(network, scenario, height, width), seed: 42, weightsPath: null);

    private static Core.Cases.Case Case(string network, Scenario scenario, int height, int width)
    {
        var @case = SubTests.Full.First(t => t.Network == network).On(DeviceName.Cpu, threads: 2);
        return @case with
        {
            Batch = 1,
            Scenario = scenario,
            Shape = @case.Shape.SetItem("height", height).SetItem("width", width),
        };
    }
}
