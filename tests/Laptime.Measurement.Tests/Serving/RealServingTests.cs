using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Serving;
using Laptime.Measurement.Tests.Trials;
using Laptime.Measurement.Trials;

namespace Laptime.Measurement.Tests.Serving;

/// <summary>The runner against real time, with a workload that sleeps.</summary>
public class RealServingTests
{
    // A pass of 2.5 s and queries enough for p90 keep the test short.
    private static readonly Protocol Short = Protocol.Current with
    {
        Serving = new ServingRules
        {
            BoundPercentile = 0.9,
            FullConfirmation = new Seconds(15),
            Pass = new Seconds(4),
            Search = new RateSearchRules { Confirmations = 1 },
        },
    };

    [Fact]
    public void Measure_StallOfARealWorkload_ShowsInServerAlone()
    {
        ServingTerms server = new() { LatencyBound = Seconds.FromMilliseconds(100), Rate = 100 };

        // 0.6 s in which 60 queries of 250 arrive, of which the last still waits long.
        double served = P90(Scenario.Server, server);
        double looped = P90(Scenario.ClosedLoop, new() { Clients = 2 });

        served.ShouldBeGreaterThan(0.1);
        looped.ShouldBeLessThan(0.1);
    }

    [Fact]
    public void SpinningWait_NeverEarlyAndRarelyLate()
    {
        StopwatchClock clock = new();
        SpinningWait wait = new(clock);
        List<double> late = [];
        for (int i = 0; i < 60; i++)
        {
            long due = clock.Ticks + (long)(clock.Frequency * (i % 6) * 0.001);
            wait.Until(due);
            late.Add((clock.Ticks - due) / (double)clock.Frequency);
        }

        late.Min().ShouldBeGreaterThanOrEqualTo(0);
        late.Order().ElementAt(30).ShouldBeLessThan(0.0005, "half of them, even on a busy machine");
        wait.Until(clock.Ticks - clock.Frequency); // long past: at once
    }

    private static double P90(Scenario scenario, ServingTerms terms)
    {
        TrialInstruments instruments = TrialInstruments.OfThisMachine(TimeProvider.System, [], drivesDisplay: null);
        TrialRequest request = new Rig().Serving(scenario, terms).Request with { StepsPerBlock = 5 };
        using SleepingWorkload workload = new();
        TrialSamples samples = new ServingRunner(Short, instruments, new SpinningWait(instruments.Clock)).Measure(
            workload,
            request,
            progress: workload,
            TestContext.Current.CancellationToken
        );
        ServingPass pass = samples.Serving!.Passes[0];
        double[] latencies = PassFigures.Latencies(pass, samples.TicksPerSecond);
        latencies.Max().ShouldBeGreaterThan(0.6, "the stall fell into the load");
        return PassFigures.Percentile(latencies, 0.9);
    }

    /// <summary>Sleeps a millisecond a step, and once for 0.6 s: at the 30th step after the last block of the warm-up, which has five.</summary>
    private sealed class SleepingWorkload : IWorkload, IProgress<TrialProgress>
    {
        private int sinceBlock;

        public string ItemName => "nap";

        public int ItemsPerStep => 1;

        public long Parameters => 0;

        public void Step() => Thread.Sleep(++sinceBlock == 30 ? 600 : 1);

        public void Report(TrialProgress value) => sinceBlock = 0;

        public void Synchronize() { }

        public WorkloadMemory ReadMemory() => default;

        public WorkloadCheck ReadCheck() => new(0, IsFinite: true, Fingerprint: null);

        public void Dispose() { }
    }
}
