using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.Tests.AiBenchmark;

/// <summary>With random weights nothing normalises values on their way: they must neither explode nor vanish.</summary>
public sealed class PictureNetworkNumericsTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    /// <summary>Network, side of a single picture, whether it ends in a softmax.</summary>
    public static TheoryData<string, int, bool> Networks { get; } =
        new()
        {
            { "mobilenet-v2", 224, false },
            { "inception-v3", 299, true },
            { "inception-v4", 128, true },
            { "inception-resnet-v2", 128, true },
            { "resnet-v2-50", 64, true },
            { "resnet-v2-152", 64, true },
            { "vgg-16", 224, false },
            { "srcnn", 64, false },
            { "vgg-19-sr", 64, false },
            { "srgan", 64, false },
            { "dped", 64, false },
            { "unet", 64, false },
            { "pspnet", 480, false }, // the least that its largest pool takes
            { "deeplab", 64, false },
        };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Infer_RandomWeights_KeepsValuesInBounds(string network, int side, bool isProbability)
    {
        Libtorch.Threads = 2;
        var @case = GoldenLossTests.Picture(network, side, Scenario.Infer);
        using var workload = WorkloadFactory.Create(@case, 7, null);
        workload.Step();

        float[] output = workload.LastOutput!.ToFloats();

        output.ShouldAllBe(value => float.IsFinite(value));
        double mean = output.Average(value => (double)value);
        double deviation = Math.Sqrt(output.Average(value => (value - mean) * (value - mean)));
        if (isProbability)
        {
            output.Sum(value => (double)value).ShouldBe(1, 1e-4);
            // Far from certain, yet not the same for every class.
            output.Max().ShouldBeInRange(1.2f / output.Length, 0.9f);
        }
        else
        {
            deviation.ShouldBeInRange(0.1, 300);
        }
    }

    /// <summary>With shifts and statistics that folding cannot pass over.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void Infer_Tuned_GivesWhatStockGives(string network, int side, bool isProbability)
    {
        Libtorch.Threads = 2;

        Difference
            .Relative(Output(network, side, Mode.Tuned), Output(network, side, Mode.Stock))
            .ShouldBeLessThan(1e-3, isProbability ? "probabilities" : "numbers");
    }

    /// <summary>One of each kind: stored batch norms, instance norms with transposed convolutions, neither.</summary>
    [Theory]
    [InlineData("resnet-v2-50")]
    [InlineData("unet")]
    [InlineData("srgan")]
    [InlineData("vgg-19-sr")]
    public void Infer_TunedBf16_IsNear(string network)
    {
        Libtorch.Threads = 2;

        Difference
            .Relative(Output(network, 64, Mode.Tuned, Precision.Bf16), Output(network, 64, Mode.Stock))
            .ShouldBeInRange(1e-5, 0.1);
    }

    private static float[] Output(string network, int side, Mode mode, Precision precision = Precision.Fp32)
    {
        var @case = GoldenLossTests.Picture(network, side, Scenario.Infer, mode) with { Precision = precision };
        var original = WorkloadDefinition.All[@case.Workload];
        var definition = original with { CreateNetwork = c => WithStatistics(original.CreateNetwork(c)) };
        Libtorch.Seed(3);
        using var workload = new InferWorkload(definition, @case, null);
        workload.Step();
        return workload.LastOutput!.ToFloats();
    }

    private static Network WithStatistics(Network network)
    {
        using var grad = GradMode.Off();
        foreach (var norm in network.Modules.OfType<BatchNorm2d>())
        {
            Ops.NormalInPlace(norm.Bias, 0, 0.1);
            Ops.NormalInPlace(norm.Mean, 0, 0.1);
            Ops.UniformInPlace(norm.Variance, 0.8, 1.2);
        }
        return network;
    }
}
