using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Tensors;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Workloads.Tests;

public sealed class NetworkWorkloadTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    public static MatrixTheoryData<string, Scenario, Mode> Cases { get; } =
        new(["resnet50", "mobilenetv2", "distilbert"], Enum.GetValues<Scenario>(), Enum.GetValues<Mode>());

    /// <summary>Garbage would be collected within a measurement, and tensors left alive would fill the memory.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_Steady_LeavesNoTensorAndLittleGarbage(string name, Scenario scenario, Mode mode)
    {
        using var workload = WorkloadFactory.Create(Some.Case(name, scenario, mode), 1, null);
        workload.Step();
        workload.Step();
        long tensors = Tensor.LiveCount;
        long bytes = GC.GetAllocatedBytesForCurrentThread();

        workload.Step();

        (GC.GetAllocatedBytesForCurrentThread() - bytes).ShouldBeLessThan(10_000);
        Tensor.LiveCount.ShouldBe(tensors);
    }

    [Theory]
    [InlineData(Scenario.Train)]
    [InlineData(Scenario.Infer)]
    public void Create_SameSeed_ComputesTheSame(Scenario scenario)
    {
        var first = Check(Some.Case(scenario: scenario), 1);

        first.IsFinite.ShouldBeTrue();
        first.Fingerprint.ShouldNotBeNull().Length.ShouldBe(16);
        Check(Some.Case(scenario: scenario), 1).ShouldBe(first);
        Check(Some.Case(scenario: scenario), 2).Fingerprint.ShouldNotBe(first.Fingerprint);
    }

    [Theory]
    [InlineData("mobilenetv2", Mode.Stock, Precision.Fp32)]
    [InlineData("mobilenetv2", Mode.Tuned, Precision.Bf16)]
    [InlineData("distilbert", Mode.Stock, Precision.Fp32)]
    public void RenewInput_ChangesTheOutputWithTheSeed(string name, Mode mode, Precision precision)
    {
        using var workload = WorkloadFactory.Create(
            Some.Case(name, Scenario.Infer, mode) with
            {
                Precision = precision,
            },
            1,
            null
        );
        long tensors = Tensor.LiveCount;

        string first = Output(1);
        string second = Output(2);

        second.ShouldNotBe(first);
        Output(1).ShouldBe(first);
        Tensor.LiveCount.ShouldBe(tensors + 1, "the last output");

        string Output(long seed)
        {
            workload.RenewInput(seed).ShouldBeTrue();
            workload.Step();
            return workload.ReadCheck().Fingerprint!;
        }
    }

    [Fact]
    public void ReadCheck_Training_IsTheLoss()
    {
        // Nothing learnt yet: about ln 1000 for a thousand classes.
        var @case = Some.Case(scenario: Scenario.Train, batch: 4);

        Check(@case, 1).Value.ShouldBe(Math.Log(1000), 0.5);
    }

    [Fact]
    public void ReadCheck_BeforeTheFirstStep_IsRefused()
    {
        using var workload = WorkloadFactory.Create(Some.Case(), 1, null);

        Should.Throw<InvalidOperationException>(() => workload.ReadCheck()).Message.ShouldContain("first step");
    }

    [Fact]
    public void Facts_AreThoseOfTheCase()
    {
        using var workload = WorkloadFactory.Create(Some.Case(batch: 3), 1, null);

        (workload.ItemName, workload.ItemsPerStep, workload.Parameters).ShouldBe(("image", 3, 3_504_872));
        workload.UsesGraph.ShouldBeFalse();
        workload.MarkBlockStart();
        workload.ReadBlockDeviceTime().ShouldBeNull("the processor has no clock of its own");
    }

    [Fact]
    public void ReadMemory_CachingAllocator_CountsWhatTheNetworkNeeds()
    {
        var @case = Some.Case(mode: Mode.Tuned);
        ProcessSettings.Apply(@case);
        using var workload = WorkloadFactory.Create(@case, 1, null);
        workload.Step();

        var memory = workload.ReadMemory();
        memory.Peak!.Value.Value.ShouldBeGreaterThan(4 * workload.Parameters / 2);
        memory.Reserved!.Value.ShouldBeGreaterThanOrEqualTo(memory.Peak.Value);
    }

    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        var workload = WorkloadFactory.Create(Some.Case(scenario: Scenario.Train), 1, null);
        workload.Step();
        workload.Dispose();
        workload.Dispose();
    }

    private static WorkloadCheck Check(Case @case, long seed)
    {
        using var workload = WorkloadFactory.Create(@case, seed, null);
        workload.Step();
        return workload.ReadCheck();
    }
}
