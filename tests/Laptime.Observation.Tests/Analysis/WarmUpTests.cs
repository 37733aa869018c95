using Laptime.Observation.Analysis;

namespace Laptime.Observation.Tests.Analysis;

public sealed class WarmUpTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void Length_Exponential_LittleOfItIsLeft(double tau)
    {
        Random random = new(1);
        double[] times =
        [
            .. Enumerable.Range(0, 300).Select(i => 1 + (0.5 * Math.Exp(-i / tau)) + (0.01 * random.NextDouble())),
        ];

        int length = WarmUp.Length(times);

        length.ShouldBeInRange((int)(2 * tau), 150);
        (times.Skip(length).Average() - 1.005).ShouldBeLessThan(0.005);
    }

    [Fact]
    public void Length_FirstStepSlow_JustThat() =>
        WarmUp.Length([30, .. Enumerable.Range(0, 99).Select(i => 1 + (0.01 * (i % 7)))]).ShouldBeInRange(1, 7);

    [Fact]
    public void Length_FlatWithAPauseLate_MostIsKept()
    {
        Random random = new(3);
        double[] times = [.. Enumerable.Range(0, 200).Select(_ => 1 + (0.02 * random.NextDouble()))];
        times[190] = 60;

        WarmUp.Length(times).ShouldBeLessThan(101);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(7, 1)]
    public void Length_FewValues_AtMostTheFirst(int count, int length) =>
        WarmUp.Length([.. Enumerable.Repeat(1.0, count)]).ShouldBe(length);
}
