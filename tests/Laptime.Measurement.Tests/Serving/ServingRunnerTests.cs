using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Trials;
using Laptime.Measurement.Tests.Trials;
using Laptime.Testing;

namespace Laptime.Measurement.Tests.Serving;

/// <summary>The runner on scripted time: services of known length, disturbed on purpose.</summary>
public class ServingRunnerTests
{
    private static readonly ServingTerms Within100 = new() { LatencyBound = Seconds.FromMilliseconds(100) };

    [Fact]
    public void Measure_SingleStream_AsksAgainOnCompletion()
    {
        TrialSamples samples = new Rig().Serving(Scenario.SingleStream).Measure();

        ServingPass pass = samples.Serving!.Passes.ShouldHaveSingleItem();
        samples.InvalidReason.ShouldBeNull();
        samples.Flags.ShouldBeEmpty();
        samples.CutShort.ShouldBeFalse();
        pass.Phase.ShouldBe(Phase.Measurement);
        pass.Queries.Length.ShouldBe(500); // 5 s of 10 ms
        pass.Queries.ShouldAllBe(query => query.Latency == 10_000_000 && query.Issued == query.Scheduled);
        pass.Queries.Skip(1).Zip(pass.Queries).ShouldAllBe(pair => pair.First.Scheduled == pair.Second.Completed);
        samples.Serving.Headline.ShouldBe(0.9);
        samples.Serving.SamplesPerQuery.ShouldBe(8); // the batch of the scripted workload
    }

    [Fact]
    public void Measure_MultiStream_GoesOnUntilP99HasQueriesEnough()
    {
        TrialSamples samples = new Rig().Serving(Scenario.MultiStream).Measure();

        samples.Serving!.SamplesPerQuery.ShouldBe(8);
        samples.Serving.Passes[0].Queries.Length.ShouldBe(1000);
    }

    [Fact]
    public void Measure_NeighboursNearlyTheSame_AsksForFiveTimesAsMany()
    {
        Rig rig = new() { StepSeconds = i => 0.02 + (0.005 * Math.Sin(i / 200.0)) };

        TrialSamples samples = rig.Serving(Scenario.SingleStream).Measure();

        samples.Serving!.Passes[0].Queries.Length.ShouldBe(500); // 50/(1 − 0.9) instead of 5 s of 20 ms
    }

    [Fact]
    public void Measure_ClosedLoop_EachClientWaitsForAllOthers()
    {
        TrialSamples samples = new Rig().Serving(Scenario.ClosedLoop, new() { Clients = 4 }).Measure();

        ServingPass pass = samples.Serving!.Passes[0];
        pass.Queries.Skip(4).ShouldAllBe(query => query.Latency == 40_000_000);
        pass.Queries.ShouldBe(pass.Queries.OrderBy(query => query.Scheduled));
    }

    [Fact]
    public void Measure_Stall_RaisesServerP99NotClosedLoop()
    {
        // 2 s, once, in the middle of the load. The warm-up takes 176 steps.
        static double P99(Scenario scenario, ServingTerms terms, bool stalls)
        {
            Rig rig = new() { StepSeconds = i => stalls && i == 700 ? 2 : 0.01 };
            TrialSamples samples = rig.Serving(scenario, terms).Measure();
            double[] latencies =
            [
                .. samples.Serving!.Scored.SelectMany(p => PassFigures.Latencies(p, samples.TicksPerSecond)),
            ];
            samples.Serving.Scored.Count(p => p.Queries.Any(q => q.Latency > 1e9)).ShouldBe(stalls ? 1 : 0);
            return PassFigures.Percentile(latencies, 0.99);
        }
        ServingTerms server = Within100 with { Rate = 50 };
        ServingTerms clients = new() { Clients = 4 };

        double before = P99(Scenario.Server, server, stalls: false);
        double after = P99(Scenario.Server, server, stalls: true);

        before.ShouldBeLessThan(0.06);
        after.ShouldBeGreaterThan(1);
        P99(Scenario.ClosedLoop, clients, stalls: false).ShouldBe(0.04, 1e-6);
        P99(Scenario.ClosedLoop, clients, stalls: true).ShouldBe(0.04, 1e-6);
    }

    [Fact]
    public void Measure_ServerSearch_FindsTheRateThatTheClosedFormAllows()
    {
        // M/D/1, 10 ms of service, p99 within 100 ms: 0.01 = P(wait > 9 services) at a load of 0.815 (see RateSearchTests).
        Rig rig = new();
        rig.Request = rig.Request with { Tier = Tier.Standard };

        TrialSamples samples = rig.Serving(Scenario.Server, Within100).Measure();

        samples.InvalidReason.ShouldBeNull();
        ServingPass[] scored = [.. samples.Serving!.Scored];
        scored.Length.ShouldBe(3);
        scored.Select(pass => pass.Seed).Distinct().Count().ShouldBe(3);
        scored.ShouldAllBe(pass => pass.Rate == scored[0].Rate);
        scored[0].Rate!.Value.ShouldBeInRange(81.5 * 0.88, 81.5 * 1.05);
        scored.ShouldAllBe(pass => pass.Queries.Length >= 60 * scored[0].Rate!.Value - 1);
        foreach (ServingPass pass in scored)
        {
            double over = PassFigures.Over(pass, new Seconds(0.1), samples.TicksPerSecond);
            (over / pass.Queries.Length).ShouldBeLessThanOrEqualTo(0.01);
        }
        samples.Serving.Headline.ShouldBeNull("the rate is the figure");
    }

    [Fact]
    public void Measure_ServerSearchInformed_TriesFewRates()
    {
        Rig plain = new();
        Rig informed = new();
        informed.Request = informed.Request with { ExpectedRate = 78 };

        int trials = plain.Serving(Scenario.Server, Within100).Measure().Serving!.Passes.Length;

        informed.Serving(Scenario.Server, Within100).Measure().Serving!.Passes.Length.ShouldBeLessThan(trials);
    }

    [Fact]
    public void Measure_Server_LatencyCountsFromTheScheduledArrival()
    {
        TrialSamples samples = new Rig().Serving(Scenario.Server, Within100 with { Rate = 90 }).Measure();

        ServedQuery[] queries = [.. samples.Serving!.Passes[0].Queries];
        queries.ShouldContain(query => query.Issued > query.Scheduled, "some had to wait in line");
        queries.ShouldAllBe(query => query.Completed - query.Issued == 10_000_000);
        queries.ShouldAllBe(query => query.Latency == query.Completed - query.Scheduled);
        queries.Select(query => query.Scheduled).ShouldBeInOrder();
    }

    [Fact]
    public void Measure_LateGenerator_IsInvalid()
    {
        Rig late = new() { LateSeconds = 0.0011 }; // allowed: 1 % of 100 ms
        Rig nearlyLate = new() { LateSeconds = 0.0009 };

        TrialSamples samples = late.Serving(Scenario.Server, Within100).Measure();

        samples.Flags.ShouldContain(FindingCode.GeneratorLate);
        samples.InvalidReason.ShouldNotBeNull().ShouldContain("1 ms late");
        samples.Serving!.Scored.ShouldBeEmpty();
        nearlyLate.Serving(Scenario.Server, Within100).Measure().InvalidReason.ShouldBeNull();
    }

    [Fact]
    public void Measure_MoreThanCanBeAnswered_IsInvalidAndEnds()
    {
        Rig rig = new();

        TrialSamples samples = rig.Serving(Scenario.Server, Within100 with { Rate = 1000 }).Measure();

        samples.Flags.ShouldContain(FindingCode.Backlog);
        samples.InvalidReason.ShouldNotBeNull().ShouldContain("1000 a second are too many");
        rig.Time.Ticks.ShouldBeLessThan((long)40e9); // all 10,000 would take 100 s
    }

    [Fact]
    public void Measure_BoundBelowOneService_SaysSo()
    {
        TrialSamples samples = new Rig { StepSeconds = _ => 0.2 }
            .Serving(Scenario.Server, Within100)
            .Measure();

        samples.InvalidReason.ShouldBe(
            "No rate keeps p99 within 100 ms: a query alone takes 200 ms. Allow more with --latency."
        );
        samples.Serving!.Passes.ShouldBeEmpty();
    }

    [Fact]
    public void Measure_BudgetEndsTheSearch_CountsWhatHeld()
    {
        Rig rig = new();
        rig.Request = rig.Request with { Budget = new Seconds(30) };

        TrialSamples samples = rig.Serving(Scenario.Server, Within100).Measure();

        samples.CutShort.ShouldBeTrue();
        samples.Serving!.Scored.ShouldNotBeEmpty();
        rig.Time.Ticks.ShouldBeLessThan((long)40e9);
    }

    [Fact]
    public void Measure_StreamOutOfTime_IsCutShort()
    {
        Rig rig = new() { StepSeconds = _ => 0.5 };
        rig.Request = rig.Request with { Budget = new Seconds(20) };

        TrialSamples samples = rig.Serving(Scenario.SingleStream).Measure();

        samples.CutShort.ShouldBeTrue();
        samples.Serving!.Passes[0].Queries.Length.ShouldBeInRange(20, 40);
    }

    [Fact]
    public void Measure_StealThroughout_IsInvalidAndDropsNothing()
    {
        Rig rig = new() { Disturb = s => s with { MachineSteal = new Seconds(s.Ticks / 1e9 * 0.1) } };

        TrialSamples samples = rig.Serving(Scenario.SingleStream).Measure();

        samples.Flags.ShouldContain(FindingCode.Dropped);
        samples.InvalidReason.ShouldNotBeNull().ShouldContain("STEAL");
        samples.Blocks.ShouldAllBe(block => block.Dropped == null);
        samples.Serving!.Passes[0].Queries.Length.ShouldBe(500);
    }

    [Fact]
    public void Measure_StealForASecond_IsAReservation()
    {
        // Half a second of both processors in the middle of the pass of 5 s.
        Rig rig = new() { Disturb = s => s with { MachineSteal = new Seconds(s.Ticks > 6_000_000_000 ? 1 : 0) } };

        TrialSamples samples = rig.Serving(Scenario.SingleStream).Measure();

        samples.InvalidReason.ShouldBeNull();
        samples.Blocks.Count(block => block.Flags.Contains(FindingCode.Steal)).ShouldBeInRange(1, 2);
    }

    [Fact]
    public void Measure_NoTelemetry_IsUnverified()
    {
        Rig rig = new() { Disturb = s => new TelemetrySample { Ticks = s.Ticks } };

        TrialSamples samples = rig.Serving(Scenario.SingleStream).Measure();

        samples.Unverified.ShouldContain(FindingCode.Steal);
        samples.InvalidReason.ShouldBeNull();
    }

    [Fact]
    public void Measure_Cancelled_StopsBetweenQueries()
    {
        using CancellationTokenSource cancel = new();
        Rig rig = new()
        {
            Build = r => new ScriptedWorkload(r.Time, _ => 0.01)
            {
                OnStep = i =>
                {
                    if (i == 900)
                    {
                        cancel.Cancel();
                    }
                },
            },
        };

        Should.Throw<OperationCanceledException>(() => rig.Serving(Scenario.Server, Within100).Measure(cancel));
        rig.Workload!.StepsDone.ShouldBe(901);
    }
}
