using System.Diagnostics;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Laptime.Tests;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Roofs;

namespace Laptime.Workloads.Tests.Roofs;

public sealed class RoofLoadTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Theory]
    [InlineData("fp32", 3)]
    [InlineData(RoofSubject.Eager, 1)]
    [InlineData("bf16", 1)]
    [InlineData("int8", 1)]
    public void MatrixProduct_EveryArithmetic_HasAWayAndFreesEverything(string arithmetic, int ways)
    {
        long before = Tensor.LiveCount;
        RoofSubject subject = new(RoofKind.Matmul, arithmetic, DeviceName.Cpu, 2);

        int found = 0;
        foreach (
            string candidate in MatrixProduct
                .Candidates(subject)
                .Where(c => c.StartsWith("512 ", StringComparison.Ordinal))
        )
        {
            using MatrixProduct? load = MatrixProduct.TryCreate(subject, candidate);
            found += load is null ? 0 : 1;
            load?.Run(2);
            (load?.Amount ?? 268435456).ShouldBe(268435456); // 2 · 512³
        }

        // Which ways there are depends on the build: without oneDNN only one.
        found.ShouldBeInRange(1, Math.Max(ways, 3));
        Tensor.LiveCount.ShouldBe(before);
    }

    [Fact]
    public void OperatorLaunch_OnTheProcessor_IsMicrosecondsAtMost()
    {
        RoofReading.Measured reading = new OperatorLaunch(DeviceName.Cpu, new RealClock()).Measure(new Seconds(0.1));

        reading.Best.ShouldBeInRange(1e4, 1e8);
        reading.Best.ShouldBeGreaterThanOrEqualTo(reading.Typical);
    }

    private sealed class RealClock : IMonotonicClock
    {
        public long Frequency => Stopwatch.Frequency;

        public long Ticks => Stopwatch.GetTimestamp();
    }
}
