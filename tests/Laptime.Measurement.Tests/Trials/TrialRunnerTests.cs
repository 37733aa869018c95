using Laptime.Core.Findings;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Trials;
using Laptime.Measurement.Phases;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Trials;

public class TrialRunnerTests
{
    [Fact]
    public void Measure_SteadyWorkload_FollowsTheProtocol()
    {
        TrialSamples samples = new Rig().Measure();

        samples.InvalidReason.ShouldBeNull();
        samples.Flags.ShouldBeEmpty();
        samples.Unverified.ShouldBeEmpty();
        samples.CutShort.ShouldBeFalse();
        samples.WarmupClass.ShouldBe("flat");
        Count(samples, Phase.Warmup).ShouldBe(19);
        Count(samples, Phase.Measurement).ShouldBe(16);
        samples.Blocks[^1].Steps.ShouldBe(8); // 10 ms a step, 50 ms a block, doubling
        Typical(samples).ShouldBe(0.01, 1e-9);
        samples.Checks.Length.ShouldBe(2);
        samples.PeakDevice.ShouldBeNull();
    }

    [Fact]
    public void Measure_StepsGiven_KeepsThem()
    {
        Rig rig = new();
        rig.Request = rig.Request with { StepsPerBlock = 3 };

        TrialSamples samples = rig.Measure();

        samples.Blocks.Where(block => block.Phase != Phase.Pilot).ShouldAllBe(block => block.Steps == 3);
    }

    [Fact]
    public void Measure_SlowFirstStep_DoesNotDecideTheBlock()
    {
        TrialSamples samples = new Rig { StepSeconds = i => i == 0 ? 0.5 : 0.01 }.Measure();

        samples.Blocks[^1].Steps.ShouldBe(8);
    }

    [Fact]
    public void Measure_LongSteps_AreTheirOwnBlocks()
    {
        TrialSamples samples = new Rig { StepSeconds = _ => 2 }.Measure();

        samples.Blocks.ShouldAllBe(block => block.Steps == 1);
        Count(samples, Phase.Pilot).ShouldBe(1);
    }

    [Fact]
    public void Measure_Transient_IsWarmedAway()
    {
        TrialSamples samples = new Rig { StepSeconds = i => 0.01 * (1 + Math.Exp(-i / 80.0)) }.Measure();

        samples.WarmupClass.ShouldBe("warm-up");
        Typical(samples).ShouldBe(0.01, 0.00002);
    }

    [Fact]
    public void Measure_NeverSteady_StopsAtCapAndIsInvalid()
    {
        TrialSamples samples = new Rig { StepSeconds = i => 0.01 + (i * 1e-5) }.Measure();

        samples.Flags.ShouldContain(FindingCode.WarmupCap);
        samples.Flags.ShouldContain(FindingCode.Nonstationary);
        samples.InvalidReason.ShouldNotBeNull();
        samples.WarmupClass.ShouldBe("inconsistent");
        Count(samples, Phase.Warmup).ShouldBe(160 + 16); // the first window became warm-up
    }

    [Fact]
    public void Measure_OneStepChange_IsMeasuredAgain()
    {
        // Pilot 1 + 1 + 2 + 4 + 8 + 8, warm-up 19 blocks of 8; the change comes after one block of the window.
        const int Change = 24 + (19 * 8) + 8;

        TrialSamples samples = new Rig { StepSeconds = i => i < Change ? 0.01 : 0.0106 }.Measure();

        samples.InvalidReason.ShouldBeNull();
        Count(samples, Phase.Warmup).ShouldBe(19 + 16);
        Typical(samples).ShouldBe(0.0106, 1e-9);
    }

    [Theory]
    [InlineData(100, 16)] // time for all
    [InlineData(20, 12)]
    [InlineData(5, 3)]
    [InlineData(0, 3)] // no time at all still buys the fewest blocks
    public void Measure_SlowStepsUnderBudget_MeasuresWhatFits(double budget, int least)
    {
        Rig rig = new() { StepSeconds = _ => 1 };
        rig.Request = rig.Request with { Budget = new Seconds(budget) };

        TrialSamples samples = rig.Measure();

        int measured = Count(samples, Phase.Measurement);
        measured.ShouldBeInRange(least - 2, 16);
        measured.ShouldBeGreaterThanOrEqualTo(3);
        Count(samples, Phase.Warmup).ShouldBeGreaterThanOrEqualTo(2);
        samples.CutShort.ShouldBe(budget < 100);
        samples.InvalidReason.ShouldBeNull();
        rig.Time.Ticks.ShouldBeLessThanOrEqualTo((long)(Math.Max(budget, 7) * 1e9));
    }

    [Fact]
    public void Measure_Cancelled_StopsBetweenBlocks()
    {
        using CancellationTokenSource cancel = new();
        Rig rig = new();
        rig.Build = r => new ScriptedWorkload(r.Time, _ => 0.01)
        {
            OnStep = i =>
            {
                if (i == 100)
                {
                    cancel.Cancel();
                }
            },
        };

        Should.Throw<OperationCanceledException>(() => rig.Measure(cancel));
        rig.Workload!.StepsDone.ShouldBeInRange(101, 108); // its block was finished
    }

    [Fact]
    public void TimedBlock_Run_AllocatesNothing()
    {
        ManualTime time = new();
        using ScriptedWorkload workload = new(time, _ => 0.001);
        TimedBlock.Run(workload, time, 10);

        long before = GC.GetAllocatedBytesForCurrentThread();
        TimedBlock.Run(workload, time, 1000);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Measure_DearClock_MakesBlocksLonger()
    {
        // A reading costs 100 µs; a block has one within and its synchronization another: 0.1 % needs 200 ms.
        TrialSamples samples = new Rig { Time = new ManualTime { TicksPerReading = 100_000 } }.Measure();

        samples.TimerResolution.Value.ShouldBe(1e-4, 1e-9);
        samples.HarnessOverhead.Value.ShouldBe(2e-4, 1e-9);
        samples.Blocks[^1].Steps.ShouldBe(32);
        samples.Flags.ShouldNotContain(FindingCode.Overhead);
    }

    private static int Count(TrialSamples samples, Phase phase) => samples.Blocks.Count(block => block.Phase == phase);

    private static double Typical(TrialSamples samples) => Math.Exp(LaunchEstimate.Of(samples)!.LogStepTime);
}
