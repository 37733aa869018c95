using Laptime.Core.Cases;
using Laptime.Core.Sweeps;
using Laptime.Tests;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Workloads.Tests;

public sealed class PrecisionCheckTests(LoadedLibtorch libtorch, PythonOracle oracle) : TorchTest(libtorch)
{
    private const long Seed = 11; // of the input, in oracle.py too

    /// <summary>What PyTorch's own autocast gives for the same weights and input, compared in Python.</summary>
    [Theory]
    [InlineData(Scenario.Infer)]
    [InlineData(Scenario.Train)]
    public void Compare_Bf16_DeviatesAsMuchAsInPython(Scenario scenario)
    {
        Case @case = Some.Case("resnet50", scenario, precision: Precision.Bf16, batch: 8);

        OutputDeviation found = PrecisionCheck.Compare(@case, Seed, oracle.Locate("resnet50.pth"))!;

        float[] python = oracle.Values("resnet50.bf16.deviation"); // relative RMS, largest, share of same top class
        ((double)python[0]).ShouldBeInRange(0.001, 0.1, "or there is nothing to compare");
        found.Items.ShouldBe(8);
        found.RelativeRms!.Value.ShouldBe(python[0], 0.02 * python[0]);
        found.Largest!.Value.ShouldBe(python[1], 0.02 * python[1]);
        found.SameTop!.Value.ShouldBe(python[2], 1e-6);
    }

    [Fact]
    public void Compare_Fp32_IsTheMeasureItself() =>
        PrecisionCheck.Compare(Some.Case(), Seed, weightsPath: null).ShouldBeNull();

    [Fact]
    public void Compare_TunedInference_ComparesWhatWasMeasured()
    {
        OutputDeviation found = PrecisionCheck.Compare(
            Some.Case(mode: Mode.Tuned, precision: Precision.Bf16, batch: 40),
            Seed,
            weightsPath: null
        )!;

        found.Items.ShouldBe(PrecisionCheck.MostItems);
        found.RelativeRms!.Value.ShouldBeInRange(1e-4, 0.2);
        found.SameTop.ShouldNotBeNull();
    }
}
