using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch;
using Laptime.Torch.Weights;

namespace Laptime.Workloads.Tests;

public sealed class WorkloadFactoryTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    [Theory]
    [InlineData(Precision.Fp32, null)]
    [InlineData(Precision.Bf16, null)]
    [InlineData(Precision.Tf32, "no tf32")]
    [InlineData(Precision.Fp16, "use bf16")]
    public void WhyNot_Processor_TakesWhatItHas(Precision precision, string? reason)
    {
        string? answer = WorkloadFactory.WhyNot(Some.Case(precision: precision));

        if (reason is null)
        {
            answer.ShouldBeNull();
        }
        else
        {
            answer.ShouldNotBeNull().ShouldContain(reason);
        }
    }

    /// <summary>The reason is given exactly where a step would fail.</summary>
    [Fact]
    public void WhyNot_MobileNetInBf16_IsWhatAStepSays()
    {
        var @case = Some.Case(scenario: Scenario.Train, precision: Precision.Bf16);
        string? reason = WorkloadFactory.WhyNot(@case);
        using var workload = WorkloadFactory.Create(@case, 1, null);

        if (reason is null)
        {
            workload.Step();
        }
        else
        {
            reason.ShouldContain("MobileNetV2");
            Should.Throw<TorchException>(workload.Step).Words.ShouldContain("not implemented for 'BFloat16'");
        }
    }

    /// <summary>Whether this libtorch has the fault depends on the processor; stock arrangement never has.</summary>
    [Theory]
    [InlineData(Mode.Stock)]
    [InlineData(Mode.Tuned)]
    public void WhyNot_PspNetInBf16_NamesTheFaultOrNone(Mode mode)
    {
        var test = Core.AiBenchmark.SubTests.Full.Single(t => t.Id == "15.2");
        string? reason = WorkloadFactory.WhyNot(
            test.On(DeviceName.Cpu, threads: 1) with
            {
                Precision = Precision.Bf16,
                Mode = mode,
            }
        );

        (reason ?? "wrong gradients of PSPNet").ShouldContain("wrong gradients of PSPNet");
        if (mode == Mode.Stock)
        {
            reason.ShouldBeNull();
        }
    }

    [Fact]
    public void WhyNot_MissingDevice_NamesIt() =>
        WorkloadFactory
            .WhyNot(Some.Case() with { Device = new DeviceName(DeviceKind.Cuda, 99) })
            .ShouldNotBeNull()
            .ShouldContain("cuda:99");

    [Fact]
    public void Create_Weights_AreUsed()
    {
        // The scores' mean depends on the weights, and the batch is the same for a seed.
        string path = python.Locate("mobilenetv2.pth");

        float[] loaded = Scores(path);
        float[] random = Scores(null);

        Difference.Relative(loaded, random).ShouldBeGreaterThan(0.1);
        Scores(path).ShouldBe(loaded);
    }

    [Fact]
    public void Create_MissingWeights_SaysWhich() =>
        Should
            .Throw<WeightFileException>(() => WorkloadFactory.Create(Some.Case(), 1, "/nowhere/weights.pth"))
            .Message.ShouldContain("/nowhere/weights.pth");

    private static float[] Scores(string? weights)
    {
        using var workload = WorkloadFactory.Create(Some.Case(), 1, weights);
        workload.Step();
        return workload.LastOutput!.ToFloats();
    }
}
