using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Trials;

/// <summary>Every fault of the validity table, injected: raised with the right action?</summary>
public class ValidityTests
{
    // Pilot 24 steps, warm-up 19 blocks of 8 steps of 10 ms: the window begins after 1.76 s and lasts 1.28 s.
    private const double Inside = 2.3;

    public static TheoryData<string, Func<TelemetrySample, TelemetrySample>> Dropping =>
        new()
        {
            { FindingCode.Steal, After(s => s with { MachineSteal = new Seconds(0.03) }) },
            { FindingCode.Paging, After(s => s with { MajorFaults = 11 }) },
            { FindingCode.Paging, After(s => s with { SwapIns = 5 }) },
            { FindingCode.Jit, After(s => s with { JitMethods = 101 }) },
            { FindingCode.Throttle, After(s => s with { CpuThrottleCount = 1 }) },
        };

    public static TheoryData<string, Func<TelemetrySample, TelemetrySample>> DroppingForAWhile =>
        new()
        {
            { FindingCode.Throttle, Once(s => s with { GpuThrottleReasons = 0x8 }) },
            { FindingCode.Throttle, Once(s => s with { GpuThrottleReasons = 0x40 }) },
            { FindingCode.Throttle, Once(s => s with { GpuThrottleReasons = 0x80 }) },
            { FindingCode.Throttle, Once(s => s with { GpuClockHertz = 1e9 }) },
            { FindingCode.ForeignGpu, Once(s => s with { GpuForeignProcesses = 1 }) },
        };

    public static TheoryData<string, Func<TelemetrySample, TelemetrySample>> Spoiling =>
        new()
        {
            { FindingCode.NoisyHost, s => s with { ProcessBusy = s.ProcessBusy * 0.7 } },
            { FindingCode.ClockDrift, s => s with { CpuClockHertz = 3e9 - (s.Ticks / 1e9 * 1e8) } },
            { FindingCode.Alloc, After(s => s with { AllocatorReserved = new Bytes(1 << 30) }) },
            { FindingCode.PowerState, After(s => s with { PowerState = "governor=powersave" }) },
        };

    public static TheoryData<string, Func<TelemetrySample, TelemetrySample>> Warning =>
        new()
        {
            { FindingCode.NoisyHost, s => s with { ProcessBusy = s.ProcessBusy * 0.9 } },
            { FindingCode.Gc, After(s => s with { GcPause = new Seconds(0.01) }) },
            { FindingCode.PowerLimited, s => s with { GpuThrottleReasons = 0x4 } },
            { FindingCode.PowerLimited, s => s with { GpuThrottleReasons = 0x20 } },
        };

    [Theory]
    [MemberData(nameof(Dropping))]
    public void DisturbedBlock_IsDroppedAndReplaced(string code, Func<TelemetrySample, TelemetrySample> disturb)
    {
        TrialSamples samples = new Rig { Disturb = disturb }.Measure();

        samples.Blocks.Count(block => block.Dropped == code).ShouldBe(1);
        LaunchEstimate.Scored(samples).Length.ShouldBe(16);
        samples.InvalidReason.ShouldBeNull();
        GradeOf(samples).ShouldBe(Grade.B);
    }

    [Theory]
    [MemberData(nameof(DroppingForAWhile))]
    public void DisturbedGpu_DropsTheBlocksAround(string code, Func<TelemetrySample, TelemetrySample> disturb)
    {
        TrialSamples samples = new Rig { Disturb = disturb }
            .OnGpu()
            .Measure();

        // A state is seen at one edge and taints the blocks on both sides: two of eighteen are more than a tenth.
        samples.Blocks.Count(block => block.Dropped == code).ShouldBe(2);
        samples.Flags.ShouldContain(FindingCode.Dropped);
        samples.InvalidReason.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Spoiling))]
    public void DisturbedWindow_SpoilsTheLaunch(string code, Func<TelemetrySample, TelemetrySample> disturb)
    {
        TrialSamples samples = new Rig { Disturb = disturb }.Measure();

        samples.Flags.ShouldContain(code);
        samples.InvalidReason.ShouldNotBeNull();
        GradeOf(samples).ShouldBe(Grade.X);
    }

    [Theory]
    [MemberData(nameof(Warning))]
    public void SlightDisturbance_OnlyWarns(string code, Func<TelemetrySample, TelemetrySample> disturb)
    {
        TrialSamples samples = new Rig { Disturb = disturb }.Measure();

        samples.Flags.ShouldContain(code);
        samples.InvalidReason.ShouldBeNull();
        samples.Blocks.ShouldAllBe(block => block.Dropped == null);
    }

    [Fact]
    public void GpuThatDrivesADisplay_OnlyWarns()
    {
        TrialSamples samples = new Rig { DrivesDisplay = true }
            .OnGpu()
            .Measure();

        samples.Flags.ShouldBe([FindingCode.Display]);
        samples.InvalidReason.ShouldBeNull();
        GradeOf(samples).ShouldBe(Grade.B);
        new Rig { DrivesDisplay = null }
            .OnGpu()
            .Measure()
            .Unverified.ShouldBe([FindingCode.Display]);
        new Rig { DrivesDisplay = null }
            .Measure()
            .Unverified.ShouldBeEmpty("it concerns GPUs only");
    }

    [Fact]
    public void RepeatedInputIsFaster_SpoilsTheSession()
    {
        TrialSamples samples = Remembering(secondsOfKnownInput: 0.005).Measure();

        samples.Flags.ShouldBe([FindingCode.Skipped]);
        samples.InvalidReason!.ShouldContain("50");
        GradeOf(samples).ShouldBe(Grade.X);
    }

    [Fact]
    public void RepeatedInputIsABitFaster_IsWarmth() =>
        Remembering(secondsOfKnownInput: 0.0092).Measure().Flags.ShouldBeEmpty();

    [Fact]
    public void OneSlowStep_IsNoEvidenceOfSkippedWork()
    {
        Rig rig = new() { StepSeconds = i => i > 200 && i % 7 == 0 ? 0.03 : 0.01 };

        rig.Measure().Flags.ShouldNotContain(FindingCode.Skipped);
    }

    [Fact]
    public void OutputThatIgnoresTheInput_SpoilsTheSession()
    {
        Rig rig = new();
        rig.Build = r => new ScriptedWorkload(r.Time, _ => 0.01)
        {
            Check = _ => new WorkloadCheck(1, IsFinite: true, "always the same"),
        };

        TrialSamples samples = rig.Measure();

        samples.Flags.ShouldBe([FindingCode.Skipped]);
        GradeOf(samples).ShouldBe(Grade.X);
    }

    [Fact]
    public void NothingToRenew_IsNoPass()
    {
        Rig rig = new();
        rig.Build = r => new ScriptedWorkload(r.Time, _ => 0.01) { HasInput = false };

        rig.Measure().Unverified.ShouldBe([FindingCode.Skipped]);
        new Rig { StepSeconds = _ => 1 }
            .Measure()
            .Unverified.ShouldBe([FindingCode.Skipped], "steps are too long");
    }

    [Fact]
    public void LaterLaunches_DoNotRepeatTheCheckOfTheFirst()
    {
        Rig rig = new();
        rig.Request = rig.Request with { Launch = 2 };

        rig.Measure().Unverified.ShouldBeEmpty();

        rig.Workload!.InputSeed.ShouldBe(0);
    }

    [Fact]
    public void Gen2Collection_MarksTheBlockAndKeepsIt()
    {
        TrialSamples samples = new Rig { Disturb = After(s => s with { Gen2Collections = 2 }) }.Measure();

        samples.Blocks.Single(block => block.Flags.Contains(FindingCode.Gc)).Dropped.ShouldBeNull();
    }

    [Fact]
    public void ThrottledThroughout_IsTheStateOfTheMachine()
    {
        TrialSamples samples = new Rig { Disturb = s => s with { GpuThrottleReasons = 0x8 } }
            .OnGpu()
            .Measure();

        samples.Blocks.ShouldAllBe(block => block.Dropped == null);
        samples.Flags.ShouldContain(FindingCode.Throttle);
        samples.InvalidReason.ShouldBeNull();
    }

    [Fact]
    public void SingleTickOfSteal_IsRoundingNotEvidence() =>
        new Rig { Disturb = After(s => s with { MachineSteal = new Seconds(0.01) }) }
            .Measure()
            .Blocks.ShouldAllBe(block => block.Dropped == null);

    [Fact]
    public void StealAllTheTime_SpoilsTheLaunch()
    {
        TrialSamples samples = new Rig
        {
            Disturb = s => s with { MachineSteal = new Seconds(s.Ticks / 1e9) },
        }.Measure();

        samples.InvalidReason!.ShouldContain(FindingCode.Steal);
    }

    [Fact]
    public void DeviceErrors_SpoilTheSession()
    {
        TrialSamples samples = new Rig { Disturb = After(s => s with { DeviceErrors = 1 }) }
            .OnGpu()
            .Measure();

        samples.Flags.ShouldContain(FindingCode.DeviceError);
        GradeOf(samples).ShouldBe(Grade.X);
    }

    [Fact]
    public void Suspended_SpoilsTheLaunch()
    {
        Rig rig = new();
        rig.Build = r => new ScriptedWorkload(r.Time, _ => 0.01)
        {
            OnStep = i =>
            {
                if (i == 200)
                {
                    r.Time.JumpWallClock(new Seconds(60));
                }
            },
        };

        TrialSamples samples = rig.Measure();

        samples.Flags.ShouldContain(FindingCode.Timer);
        samples.InvalidReason.ShouldNotBeNull();
    }

    [Fact]
    public void NotFinite_IsInvalid()
    {
        TrialSamples samples = new Rig
        {
            Build = r => new ScriptedWorkload(r.Time, _ => 0.01)
            {
                Check = done => new WorkloadCheck(double.NaN, IsFinite: done < 100, Fingerprint: null),
            },
        }.Measure();

        samples.Flags.ShouldContain(FindingCode.Numeric);
        GradeOf(samples).ShouldBe(Grade.X);
    }

    [Theory]
    [InlineData(0.995, false)]
    [InlineData(0.9, true)]
    public void DeviceClock_Disagreeing_IsASyncGap(double ratio, bool flagged)
    {
        TrialSamples samples = new Rig
        {
            Build = r => new ScriptedWorkload(r.Time, _ => 0.01) { DeviceTime = wall => wall * ratio },
        }.Measure();

        samples.Flags.Contains(FindingCode.SyncGap).ShouldBe(flagged);
    }

    [Fact]
    public void TelemetryRemoved_IsUnverifiedAndGradeC()
    {
        TrialSamples samples = new Rig
        {
            Disturb = s => new TelemetrySample { Ticks = s.Ticks },
            Build = r => new ScriptedWorkload(r.Time, _ => 0.01) { Reserved = _ => null },
        }
            .OnGpu()
            .Measure();

        samples.Unverified.ShouldBe(
            [
                FindingCode.Alloc,
                FindingCode.ClockDrift,
                FindingCode.Gc,
                FindingCode.Jit,
                FindingCode.NoisyHost,
                FindingCode.Paging,
                FindingCode.PowerState,
                FindingCode.Steal,
                FindingCode.Throttle,
                FindingCode.DeviceError,
                FindingCode.ForeignGpu,
            ],
            ignoreOrder: true
        );
        samples.InvalidReason.ShouldBeNull();
        GradeOf(samples).ShouldBe(Grade.C);
    }

    // From one moment of the window on, as counters and settings change.
    /// <summary>A workload of 10 ms a step that is faster on the input of the step before: something remembers results.</summary>
    private static Rig Remembering(double secondsOfKnownInput) =>
        new()
        {
            Build = rig =>
            {
                long seen = 0;
                ScriptedWorkload? workload = null;
                workload = new ScriptedWorkload(
                    rig.Time,
                    _ =>
                    {
                        bool isKnown = workload!.InputSeed == seen;
                        seen = workload.InputSeed;
                        return isKnown ? secondsOfKnownInput : 0.01;
                    }
                );
                return workload;
            },
        };

    private static Func<TelemetrySample, TelemetrySample> After(Func<TelemetrySample, TelemetrySample> change) =>
        sample => sample.Ticks / 1e9 > Inside ? change(sample) : sample;

    // At one block edge only, as a state is seen that passes.
    private static Func<TelemetrySample, TelemetrySample> Once(Func<TelemetrySample, TelemetrySample> change)
    {
        bool seen = false;
        return sample =>
        {
            if (seen || sample.Ticks / 1e9 < Inside)
            {
                return sample;
            }
            seen = true;
            return change(sample);
        };
    }

    private static Grade? GradeOf(TrialSamples samples)
    {
        Core.Cases.Case @case = Synthetic.Case();
        Trial[] trials = [.. Enumerable.Range(1, 3).Select(launch => Synthetic.Trial(@case, launch, samples))];
        return CaseSummary
            .Summarize(new CaseTrials(@case, trials), Protocol.Current, Protocol.Current.For(Tier.Quick))
            .Grade;
    }
}
