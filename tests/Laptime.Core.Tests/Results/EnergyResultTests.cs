using System.Collections.Immutable;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Core.Tests.Results;

public class EnergyResultTests
{
    [Fact]
    public void Of_Launches_JoulesPerItemWithBothErrors()
    {
        // 8 items a step: 0.1, 0.11 and 0.105 J an item
        EnergyResult energy = Of(Reading(800), Reading(880), Reading(840)).ShouldHaveSingleItem();

        energy.JoulesPerItem!.Value.ShouldBe(Math.Pow(0.1 * 0.11 * 0.105, 1 / 3.0), 1e-9);
        energy.Watts!.Value.ShouldBe(84, 1e-9);
        energy.IdleWatts!.Value.ShouldBe(30, 1e-9);
        // s of ln(0.1, 0.11, 0.105) = 0.0476654; t(0.975, 2) = 4.302653
        double statistical = 4.302653 * 0.0476654 / Math.Sqrt(3);
        energy.HalfWidth!.Value.ShouldBe(Math.Sqrt((statistical * statistical) + 0.0025), 1e-4);
    }

    [Fact]
    public void Of_EqualLaunches_NeverBetterThanTheCounter() =>
        Of(Reading(800), Reading(800)).ShouldHaveSingleItem().HalfWidth!.Value.ShouldBe(0.05, 1e-9);

    [Fact]
    public void Of_OneLaunch_NoInterval() => Of(Reading(800)).ShouldHaveSingleItem().HalfWidth.ShouldBeNull();

    [Fact]
    public void Of_TwoBoundaries_StaySeparate()
    {
        TrialSamples samples = Some.Samples() with
        {
            Energy = [Reading(800), new EnergyReading { Boundary = "gpu", Reason = "too old" }],
        };

        var results = EnergyResult.Of([samples], new EnergyRules(), 0.975);

        results.Select(result => result.Boundary).ShouldBe(["package", "gpu"]);
        results[1].JoulesPerItem.ShouldBeNull();
        results[1].Reason.ShouldBe("too old");
    }

    [Fact]
    public void Of_NotAskedFor_IsEmpty() => EnergyResult.Of([Some.Samples()], new EnergyRules(), 0.975).ShouldBeEmpty();

    private static ImmutableArray<EnergyResult> Of(params EnergyReading[] launches) =>
        EnergyResult.Of(
            [.. launches.Select(launch => Some.Samples() with { Energy = [launch] })],
            new EnergyRules(),
            0.975
        );

    private static EnergyReading Reading(double joules) =>
        new()
        {
            Boundary = "package",
            Joules = joules,
            Elapsed = new Seconds(10),
            Steps = 1000,
            Updates = 100,
            IdleWatts = 30,
        };
}
