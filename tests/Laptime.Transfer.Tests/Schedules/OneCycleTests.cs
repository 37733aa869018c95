using Laptime.Core.Transfer;
using Laptime.Transfer.Schedules;

namespace Laptime.Transfer.Tests.Schedules;

public sealed class OneCycleTests
{
    // 360 batches of the published example's first phase, of which int(0.3 * 360) = 108 climb.
    private static readonly OneCycle Linear = new(360, 0.3, WarmupShape.Linear);
    private static readonly OneCycle Cosine = new(360, 0.3, WarmupShape.Cosine);

    [Theory]
    [InlineData(0, 1 / 25.0, 0.95)]
    [InlineData(54, 0.52, 0.90)] // half-way up: the mean of 0.04 and 1
    [InlineData(108, 1, 0.85)]
    [InlineData(234, 0.500002, 0.90)] // half-way down: the mean of 1 and 1/250,000
    public void At_LandmarksOfLinear_AreTheClosedForm(int step, double rate, double momentum)
    {
        Linear.RateAt(step).ShouldBe(rate, 1e-12);
        Linear.MomentumAt(step).ShouldBe(momentum, 1e-12);
    }

    [Fact]
    public void At_QuarterOfTheClimb_TellsTheShapesApart()
    {
        // cos(π/4) = √½: the cosine has climbed (1 − √½)/2 of the way.
        Cosine.RateAt(27).ShouldBe(0.04 + 0.96 * (1 - Math.Sqrt(0.5)) / 2, 1e-12);
        Linear.RateAt(27).ShouldBe(0.04 + 0.96 / 4, 1e-12);
        Cosine.RateAt(54).ShouldBe(0.52, 1e-12);
        Cosine.RateAt(300).ShouldBe(Linear.RateAt(300), 1e-15);
    }

    [Fact]
    public void At_AfterTheLastStep_WouldReachTheEnds()
    {
        Linear.RateAt(360).ShouldBe(1 / 250_000.0, 1e-15);
        Linear.MomentumAt(360).ShouldBe(0.95, 1e-12);
        Linear.RateAt(359).ShouldBeGreaterThan(1 / 250_000.0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(2160)]
    public void At_AnyLength_ClimbsThenFalls(int steps)
    {
        OneCycle schedule = new(steps, 0.05, WarmupShape.Cosine);
        double[] rates = [.. Enumerable.Range(0, steps + 1).Select(schedule.RateAt)];
        double[] momenta = [.. Enumerable.Range(0, steps + 1).Select(schedule.MomentumAt)];
        int top = Array.IndexOf(rates, rates.Max());

        rates.ShouldAllBe(rate => rate >= 1 / 250_000.0 && rate <= 1);
        rates[0].ShouldBe(0.04, 1e-12);
        rates[..(top + 1)].ShouldBe(rates[..(top + 1)].Order());
        rates[top..].ShouldBe(rates[top..].OrderDescending());
        Array.IndexOf(momenta, momenta.Min()).ShouldBe(top);
    }

    [Theory]
    [InlineData(0, 0.3)]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    public void New_NoStepsOrNoPart_IsRefused(int steps, double share) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new OneCycle(steps, share, WarmupShape.Linear));
}

public sealed class LayerRatesTests
{
    [Fact]
    public void Tenth_Slice_GivesTheLastGroupTenTimesTheRate() =>
        LayerRates.Tenth(3e-3, 3).ShouldBe([3e-4, 3e-4, 3e-3], 1e-15);

    [Fact]
    public void Geometric_Slice_IsThePublishedSpacing()
    {
        // "1e-5, about 5.5e-5, 3e-4": the middle is the geometric mean of the ends.
        double[] rates = [.. LayerRates.Geometric(1e-5, 3e-4, 3)];

        rates.ShouldBe([1e-5, Math.Sqrt(3e-9), 3e-4], 1e-15);
        rates[1].ShouldBe(5.5e-5, 0.03e-5);
        LayerRates.Geometric(1e-5, 3e-4, 1).ShouldBe([3e-4]);
    }
}
