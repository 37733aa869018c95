using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Tests.AiBenchmark;

public sealed class AiBenchmarkNetworkTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    /// <summary>Parameters behind the output and, of those, the ones that learn: counted on the graphs of the original package.</summary>
    public static TheoryData<string, long, long> Parameters { get; } =
        new()
        {
            { "mobilenet-v2", 3_540_265, 3_506_153 },
            { "inception-v3", 23_853_833, 23_819_401 },
            { "inception-v4", 42_712_937, 42_649_769 },
            { "inception-resnet-v2", 55_875_273, 55_814_729 },
            { "resnet-v2-50", 25_615_849, 25_570_409 },
            { "resnet-v2-152", 60_382_697, 60_238_953 },
            { "vgg-16", 138_357_544, 138_357_544 },
            { "srcnn", 69_249, 69_249 },
            { "vgg-19-sr", 668_227, 668_227 },
            { "srgan", 1_566_979, 1_558_531 },
            { "dped", 401_475, 401_475 },
            { "unet", 31_043_651, 31_043_651 },
            { "spade", 138_029_827, 138_020_803 },
            { "icnet", 6_685_775, 60 },
            { "pspnet", 46_765_763, 46_707_139 },
            { "deeplab", 42_826_700, 42_721_356 },
            { "pixel-rnn", 48_867, 48_867 },
            { "lstm", 5_429_250, 5_429_250 },
            { "gnmt", 281_798_658, 281_798_657 },
        };

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Network_OnItsSmallestInput_HasTheOriginalsParametersAndMacs(string network, long used, long trained)
    {
        // The spectral norms of SPADE are computed once per pass, whatever the batch: its batch must be the real one.
        var test = SubTests
            .Full.Where(t => t.Network == network && (network != "spade" || t.Batch == 1))
            .MinBy(t => t.GigaMacs / t.Batch)!;
        var @case = test.On(DeviceName.Cpu, threads: 2) with { Batch = 1 };
        var definition = WorkloadDefinition.All[@case.Workload];
        using var scope = TensorScope.Enter();
        Libtorch.Seed(1);
        using var made = definition.CreateNetwork(@case);

        made.Parameters.Sum(p => p.ElementCount).ShouldBe(trained);
        made.State().Sum(s => s.Tensor.ElementCount).ShouldBe(used);

        made.Train(false);
        using var mode = InferenceMode.Enter();
        var input = definition.CreateInput(@case);
        double giga = MultiplyAccumulates.Of(() => made.Forward(input).Dispose()) / 1e9;
        (giga * test.Batch).ShouldBe(test.GigaMacs, tolerance: 0.0006 * Math.Max(1, test.Batch / 5.0));
    }
}
