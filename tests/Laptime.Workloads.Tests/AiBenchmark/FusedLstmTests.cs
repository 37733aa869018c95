using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.AiBenchmark;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Workloads.Tests.AiBenchmark;

/// <summary>Whole sequences in one operator: the same numbers as step by step, under another name.</summary>
public sealed class FusedLstmTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void Infer_Lstm_GivesWhatStepsGive()
    {
        float[] steps = Output(Lstm(SubTestKind.Inference, isFused: false));

        Difference.Relative(Output(Lstm(SubTestKind.Inference, isFused: true)), steps).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Train_Lstm_HasTheGradientsOfSteps()
    {
        var steps = Gradients(isFused: false);
        var fused = Gradients(isFused: true);

        fused.Keys.ShouldBe(steps.Keys);
        foreach (var (name, gradient) in steps)
        {
            gradient.ShouldContain(value => value != 0, name);
            Difference.Relative(fused[name], gradient).ShouldBeLessThan(Tolerance, name);
        }
    }

    /// <summary>The losses after the first show that the weights that learn are those that are read.</summary>
    [Fact]
    public void Train_Lstm_LearnsAsStepsLearn()
    {
        double[] steps = Losses(Lstm(SubTestKind.Training, isFused: false));

        Losses(Lstm(SubTestKind.Training, isFused: true)).ShouldBe(steps, tolerance: 1e-3 * steps[0]);
        steps[2].ShouldBeLessThan(0.9 * steps[0]);
    }

    [Fact]
    public void Step_Fused_RunsOneLstm_AndScoresForNothing()
    {
        var @case = Lstm(SubTestKind.Inference, isFused: true);
        using var workload = WorkloadFactory.Create(@case, 1, null);

        var ran = OperatorRecording.Of(workload.Step);

        ran.Where(op => op.Name == "aten::lstm").Sum(op => op.Calls).ShouldBe(1);
        SubTests.Full.ShouldNotContain(t => t.On(@case.Device, @case.Threads).Equals(@case));
        @case.Id.ShouldContain("/fused1/");
    }

    private static Case Lstm(SubTestKind kind, bool isFused)
    {
        var @case = SubTests.Full.First(t => t.Network == "lstm" && t.Kind == kind).On(DeviceName.Cpu, threads: 2);
        var shape = @case.Shape.SetItem("height", 12);
        return @case with { Batch = 3, Shape = isFused ? shape.Add(WorkloadDefinition.FusedAxis, 1) : shape };
    }

    private static float[] Output(Case @case)
    {
        using var workload = WorkloadFactory.Create(@case, 5, null);
        workload.Step();
        return workload.LastOutput!.ToFloats();
    }

    private static double[] Losses(Case @case)
    {
        using var workload = WorkloadFactory.Create(@case, 5, null);
        return
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ =>
                {
                    workload.Step();
                    return workload.ReadCheck().Value;
                }),
        ];
    }

    private static SortedDictionary<string, float[]> Gradients(bool isFused)
    {
        using var scope = TensorScope.Enter();
        Libtorch.Seed(5);
        using var network = new LstmSentiment(isFused);
        var output = network.Forward(LstmSentiment.Sequences(3, 12, 300));
        Ops.SumOfSquaredErrors(output.Move(), Ops.Zeros([3, LstmSentiment.Classes], DType.Float32)).Backward();
        var gradients = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (name, tensor, _) in network.State())
        {
            using var gradient = tensor.Gradient;
            gradients.Add(name, gradient!.ToFloats());
        }
        return gradients;
    }
}
