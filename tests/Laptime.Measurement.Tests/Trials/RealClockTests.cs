using System.Diagnostics;
using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Trials;

namespace Laptime.Measurement.Tests.Trials;

/// <summary>The runner against real time: loads whose duration is known.</summary>
public class RealClockTests
{
    [Fact]
    public void Measure_BusyWait_FindsItsDuration()
    {
        TrialSamples samples = Measure(
            steps: 25,
            step: () =>
            {
                long end = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 500);
                while (Stopwatch.GetTimestamp() < end)
                {
                    // Waiting is the work.
                }
            }
        );

        // On a crowded machine whole blocks may be robbed of time: the fastest block is what the clock is judged by.
        double fastest = samples
            .Blocks.Where(block => block.Phase == Phase.Measurement)
            .Min(block => block.PerStep.Value);
        fastest.ShouldBe(0.002, 0.002 * 0.005);
    }

    [Fact]
    public void Measure_NullWorkload_ReportsOverhead()
    {
        TrialSamples samples = Measure(steps: 1000, step: () => { });

        samples.HarnessOverhead.Value.ShouldBeGreaterThan(0);
        samples.Flags.ShouldContain(FindingCode.Overhead);
    }

    [Fact]
    public void TimerResolution_RealClock_IsFine() =>
        TimerResolution.Measure(new StopwatchClock()).Value.ShouldBeInRange(1e-10, 1e-5);

    private static TrialSamples Measure(int steps, Action step)
    {
        TrialRunner runner = new(
            Protocol.Current,
            TrialInstruments.OfThisMachine(TimeProvider.System, more: [], drivesDisplay: null)
        );
        TrialRequest request = new Rig().Request with { StepsPerBlock = steps, Budget = new(3) };
        using ActionWorkload workload = new(step);
        return runner.Measure(workload, request, progress: null, TestContext.Current.CancellationToken);
    }

    private sealed class ActionWorkload(Action step) : IWorkload
    {
        public string ItemName => "wait";

        public int ItemsPerStep => 1;

        public long Parameters => 0;

        public void Step() => step();

        public void Synchronize() { }

        public WorkloadMemory ReadMemory() => default;

        public WorkloadCheck ReadCheck() => new(0, IsFinite: true, Fingerprint: null);

        public void Dispose() { }
    }
}
