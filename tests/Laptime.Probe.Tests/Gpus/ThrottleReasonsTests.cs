using Laptime.Probe.Gpus;

namespace Laptime.Probe.Tests.Gpus;

public sealed class ThrottleReasonsTests
{
    // Values of nvmlClocksEventReason… in nvml.h.
    [Theory]
    [InlineData(0x0, new string[0])]
    [InlineData(0x1, new[] { "idle" })]
    [InlineData(0x2, new[] { "application clock setting" })]
    [InlineData(0x4, new[] { "software power cap" })]
    [InlineData(0x8, new[] { "hardware slowdown" })]
    [InlineData(0x10, new[] { "sync boost" })]
    [InlineData(0x20, new[] { "software thermal slowdown" })]
    [InlineData(0x40, new[] { "hardware thermal slowdown" })]
    [InlineData(0x80, new[] { "hardware power brake" })]
    [InlineData(0x100, new[] { "display clock setting" })]
    [InlineData(0x48, new[] { "hardware slowdown", "hardware thermal slowdown" })]
    [InlineData(0x1201, new[] { "idle", "unknown reason 0x1200" })]
    public void Of_Bits_Words(long bits, string[] words) => ThrottleReasons.Of((ulong)bits).ShouldBe(words);

    [Fact]
    public void IsDistress_EveryBit_HeatAndPowerFailureOnly() =>
        Enumerable
            .Range(0, 9)
            .Where(bit => ThrottleReasons.IsDistress(ThrottleReasons.Of(1UL << bit).Single()))
            .ShouldBe([3, 5, 6, 7]);
}
