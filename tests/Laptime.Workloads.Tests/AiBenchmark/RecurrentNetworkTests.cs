using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Tests.AiBenchmark;

/// <summary>Loops over time steps, thousands of them in a step of the workload.</summary>
public sealed class RecurrentNetworkTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    /// <summary>What one time step may allocate: some twenty tensors, 40 bytes each, and their array.</summary>
    private const int BytesPerTimeStep = 1000;

    /// <summary>Pixel-RNN runs over the diagonals of a square picture, in 14 layers and directions.</summary>
    [Theory]
    [InlineData("lstm", SubTestKind.Inference, 8, 300, 24, 300, 16)]
    [InlineData("lstm", SubTestKind.Training, 8, 300, 24, 300, 16)]
    [InlineData("pixel-rnn", SubTestKind.Inference, 6, 6, 12, 12, 14 * 12)]
    [InlineData("pixel-rnn", SubTestKind.Training, 6, 6, 12, 12, 14 * 12)]
    public void Step_LongerSequence_LeavesNoTensorAndFewBytesMore(
        string network,
        SubTestKind kind,
        int height,
        int width,
        int longerHeight,
        int longerWidth,
        int moreTimeSteps
    )
    {
        long bytes = BytesOfAStep(network, kind, height, width);

        (BytesOfAStep(network, kind, longerHeight, longerWidth) - bytes).ShouldBeInRange(
            0,
            moreTimeSteps * BytesPerTimeStep
        );
        bytes.ShouldBeLessThan(10_000 + (BytesPerTimeStep * moreTimeSteps));
    }

    private static long BytesOfAStep(string network, SubTestKind kind, int height, int width)
    {
        var @case = SubTests.Full.First(t => t.Network == network && t.Kind == kind).On(DeviceName.Cpu, threads: 1);
        @case = @case with { Batch = 2, Shape = @case.Shape.SetItem("height", height).SetItem("width", width) };
        using var workload = WorkloadFactory.Create(@case, 1, null);
        workload.Step();
        workload.Step();
        long tensors = Tensor.LiveCount;
        long before = GC.GetAllocatedBytesForCurrentThread();

        workload.Step();

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Tensor.LiveCount.ShouldBe(tensors);
        return bytes;
    }
}
