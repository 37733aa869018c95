using System.Collections.Immutable;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Trials;

public class EnergyPhaseTests
{
    [Fact]
    public void Measure_ConstantPower_JoulesOfTheSteps()
    {
        Rig rig = new();
        EnergyReading energy = Measure(rig, new Meter(rig.Time, updateSeconds: 0.02)).ShouldHaveSingleItem();

        energy.Reason.ShouldBeNull();
        energy.Boundary.ShouldBe("package");
        energy.Elapsed.Value.ShouldBeInRange(10, 10.2);
        energy.Steps.ShouldBe((long)Math.Round(energy.Elapsed.Value / 0.01));
        // 250 W for the whole time, give or take an update at either end
        energy.Joules!.Value.ShouldBe(250 * energy.Elapsed.Value, 250 * 0.04);
        energy.Updates.ShouldBeGreaterThanOrEqualTo(100);
    }

    [Fact]
    public void Measure_FirstLaunch_IdleIsSeparate()
    {
        Rig rig = new();
        Meter meter = new(rig.Time, updateSeconds: 0.02);
        rig.Build = r => new ScriptedWorkload(r.Time, _ => 0.01) { OnStep = _ => meter.Work() };

        EnergyReading energy = Measure(rig, meter).ShouldHaveSingleItem();

        // 2 J a step of 10 ms above the 250 W of the meter
        (energy.Joules!.Value / energy.Elapsed.Value).ShouldBe(450, 2);
        energy.IdleWatts!.Value.ShouldBe(250, 2);
    }

    [Fact]
    public void Measure_LaterLaunch_NoIdle()
    {
        Rig rig = new();
        rig.Request = rig.Request with { Launch = 2 };

        Measure(rig, new Meter(rig.Time, 0.02)).ShouldHaveSingleItem().IdleWatts.ShouldBeNull();
    }

    [Fact]
    public void Measure_SlowCounter_IsWatchedForLonger()
    {
        Rig rig = new();

        EnergyReading energy = Measure(rig, new Meter(rig.Time, updateSeconds: 0.2)).ShouldHaveSingleItem();

        energy.Reason.ShouldBeNull();
        energy.Elapsed.Value.ShouldBeInRange(19.5, 21);
        energy.Updates.ShouldBe(100);
    }

    [Fact]
    public void Measure_CounterThatHardlyMoves_IsNotBelieved()
    {
        Rig rig = new();

        EnergyReading energy = Measure(rig, new Meter(rig.Time, updateSeconds: 2)).ShouldHaveSingleItem();

        energy.Joules.ShouldBeNull();
        energy.Reason.ShouldNotBeNull().ShouldContain("100 are needed");
        energy.Elapsed.Value.ShouldBeInRange(30, 30.2);
    }

    [Fact]
    public void Measure_CounterThatCannotBeRead_SaysSo()
    {
        Rig rig = new();

        Measure(rig, new Meter(rig.Time, 0.02) { IsBroken = true })
            .ShouldHaveSingleItem()
            .Reason.ShouldBe("the counter could not be read");
    }

    [Fact]
    public void Measure_NoCounter_ReasonAndNoTime()
    {
        Rig rig = new() { EnergyMissing = [("package", "may be read by root alone")] };
        Rig without = new();

        EnergyReading energy = Measure(rig).ShouldHaveSingleItem();
        without.Measure();

        energy.Reason.ShouldBe("may be read by root alone");
        rig.Workload!.StepsDone.ShouldBe(without.Workload!.StepsDone);
    }

    [Fact]
    public void Measure_NotAskedFor_NothingIsRead()
    {
        Rig rig = new();
        Meter meter = new(rig.Time, 0.02);
        rig.EnergyCounters = [meter];

        rig.Measure().Energy.ShouldBeEmpty();

        meter.Readings.ShouldBe(0);
    }

    private static ImmutableArray<EnergyReading> Measure(Rig rig, params IEnergyCounter[] counters)
    {
        rig.EnergyCounters = [.. counters];
        rig.Request = rig.Request with { MeasuresEnergy = true };
        return rig.Measure().Energy;
    }

    /// <summary>250 W, and what is added by work; its figure moves only every so often, as those of real ones.</summary>
    private sealed class Meter(ManualTime time, double updateSeconds) : IEnergyCounter
    {
        private double added;

        public bool IsBroken { get; init; }

        public int Readings { get; private set; }

        public string Boundary => "package";

        public void Work() => added += 2;

        public double? ReadJoules()
        {
            Readings++;
            return IsBroken ? null : (250 * Math.Floor(time.Ticks / 1e9 / updateSeconds) * updateSeconds) + added;
        }
    }
}
