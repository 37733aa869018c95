using Laptime.Core.Cases;
using Laptime.Tests;

namespace Laptime.Workloads.Tests.Networks;

/// <summary>
/// Networks against PyTorch: torchvision's for pictures, and for text encoders made of nn.TransformerEncoderLayer.
/// The same weights and batch; three training steps from there.
/// </summary>
public sealed class OracleTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    public static MatrixTheoryData<string, Mode> Networks { get; } =
        new(["resnet50", "mobilenetv2", "distilbert", "bert"], [Mode.Stock, Mode.Tuned]);

    /// <summary>One of each kind of encoder suffices where only the type differs.</summary>
    public static MatrixTheoryData<string, Mode> NetworksInBf16 { get; } =
        new(["resnet50", "mobilenetv2", "bert"], [Mode.Stock, Mode.Tuned]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Infer_GivesPyTorchsScores(string name, Mode mode) =>
        Infer(name, mode, Precision.Fp32).ShouldBeLessThan(1e-4);

    [Theory]
    [MemberData(nameof(NetworksInBf16))]
    public void Infer_Bf16_IsNear(string name, Mode mode) =>
        // bfloat16 keeps 8 bits; the error grows with the depth.
        Infer(name, mode, Precision.Bf16).ShouldBeInRange(1e-4, 0.05);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Train_ThreeSteps_HaveItsLosses(string name, Mode mode)
    {
        using var taught = new Taught(python, name, Scenario.Train, mode, Precision.Fp32);
        float[] expected = python.Values($"{name}.losses");

        float[] losses = ThreeSteps(taught);

        Difference.Largest(losses, expected).ShouldBeLessThan(1e-3);
        (expected[0] - expected[2]).ShouldBeGreaterThan(0.1f, "it has learnt");
        int watched = 0;
        foreach (var (key, tensor, _) in taught.Network.State())
        {
            if (python.Has($"{name}.after.{key}"))
            {
                float[] after = python.Values($"{name}.after.{key}");
                Difference.Relative(tensor.ToFloats(), after).ShouldBeLessThan(1e-3, key);
                watched++;
            }
        }
        watched.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(NetworksInBf16))]
    public void Train_ThreeStepsInBf16_AreNear(string name, Mode mode)
    {
        string? reason = WorkloadFactory.WhyNot(
            Some.Case(Taught.Definition(name).Name, Scenario.Train, mode, Precision.Bf16)
        );
        Assert.SkipWhen(reason is not null, reason ?? "");
        using var taught = new Taught(python, name, Scenario.Train, mode, Precision.Bf16);
        float[] expected = python.Values($"{name}.losses");

        Difference.Relative(ThreeSteps(taught), expected).ShouldBeInRange(1e-6, 0.05);
    }

    private static float[] ThreeSteps(Taught taught) =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ =>
                {
                    taught.Workload.Step();
                    return (float)taught.Workload.ReadCheck().Value;
                }),
        ];

    private double Infer(string name, Mode mode, Precision precision)
    {
        using var taught = new Taught(python, name, Scenario.Infer, mode, precision);
        taught.Workload.Step();

        return Difference.Relative(taught.Workload.LastOutput!.ToFloats(), python.Values($"{name}.scores"));
    }
}
