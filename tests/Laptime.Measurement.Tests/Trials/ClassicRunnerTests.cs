using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Trials;

public class ClassicRunnerTests
{
    /// <summary>Iterations that the original's loop does: counted by hand from its rule.</summary>
    [Theory]
    [InlineData(0.1, 0.0, 22)]
    [InlineData(1.0, 0.0, 22)]
    [InlineData(1.0, 1.0, 15)] // starts at 0, 2, … 28 s
    [InlineData(2.0, 0.0, 15)]
    [InlineData(7.0, 0.0, 5)] // 0, 7, 14, 21, 28 s
    [InlineData(8.0, 0.0, 5)] // the fifth starts at 32 s, for fewer than 5 are done
    [InlineData(30.0, 0.0, 4)] // 0, 30, 60, 90 s
    [InlineData(49.0, 2.0, 2)]
    [InlineData(150.0, 0.0, 1)]
    public void Measure_SteadySteps_StopsByTheOriginalsRule(double step, double fill, int iterations)
    {
        TrialSamples samples = Measure(_ => step, fill);

        samples.Blocks.Length.ShouldBe(iterations);
        samples.Blocks.ShouldAllBe(block => block.Steps == 1);
    }

    [Fact]
    public void Measure_SeveralIterations_DropsTheFirstAndTimesNoFilling()
    {
        TrialSamples samples = Measure(i => i == 0 ? 9 : 1, fill: 0.5);

        samples.Blocks[0].Phase.ShouldBe(Phase.Warmup);
        samples.Blocks[0].Wall.Value.ShouldBe(9, 1e-6);
        samples.Blocks.Skip(1).ShouldAllBe(block => block.Phase == Phase.Measurement);
        samples.Blocks.Skip(1).ShouldAllBe(block => Math.Abs(block.Wall.Value - 1) < 1e-6);
    }

    [Fact]
    public void Measure_OneIterationLongerThanTheLimit_KeepsIt()
    {
        TrialSamples samples = Measure(_ => 101, fill: 0);

        samples.Blocks.ShouldHaveSingleItem().Phase.ShouldBe(Phase.Measurement);
    }

    [Fact]
    public void Measure_EachIteration_GetsABatchOfItsOwn()
    {
        List<long> seeds = [];
        ScriptedWorkload? made = null;
        Rig rig = Classic(r =>
            made = new ScriptedWorkload(r.Time, _ => 1) { OnStep = _ => seeds.Add(made!.InputSeed) }
        );

        rig.Measure();

        seeds.Count.ShouldBe(22);
        seeds.ShouldBeUnique();
    }

    /// <summary>The original knows no disturbance, so its score counts every iteration; the flag stays for whoever reads it.</summary>
    [Fact]
    public void Measure_StolenTime_IsFlaggedAndCounts()
    {
        Rig rig = Classic(r => new ScriptedWorkload(r.Time, _ => 1));
        rig.Disturb = sample => sample with { MachineSteal = new Seconds(sample.Ticks / 1e9) };

        TrialSamples samples = rig.Measure();

        samples.Blocks.Skip(1).ShouldContain(block => block.Flags.Contains(FindingCode.Steal));
        samples.Blocks.ShouldAllBe(block => block.Dropped == null);
        samples.InvalidReason.ShouldBeNull();
    }

    [Fact]
    public void Measure_OutputNotFinite_MustNotScore()
    {
        Rig rig = Classic(r => new ScriptedWorkload(r.Time, _ => 1)
        {
            Check = done => new WorkloadCheck(double.NaN, IsFinite: done < 3, null),
        });

        rig.Measure().InvalidReason.ShouldNotBeNull();
    }

    [Fact]
    public void Measure_CancelledBetweenIterations_Throws()
    {
        using CancellationTokenSource cancel = new();
        Rig rig = Classic(r => new ScriptedWorkload(r.Time, _ => 1)
        {
            OnStep = i =>
            {
                if (i == 2)
                {
                    cancel.Cancel();
                }
            },
        });

        Should.Throw<OperationCanceledException>(() => rig.Measure(cancel));
    }

    private static TrialSamples Measure(Func<int, double> step, double fill) =>
        Classic(r => new ScriptedWorkload(r.Time, step) { FillTime = new Seconds(fill) }).Measure();

    private static Rig Classic(Func<Rig, ScriptedWorkload> build)
    {
        Rig rig = new() { Build = build };
        rig.Request = rig.Request with { Tier = Tier.Fixed };
        return rig;
    }
}
