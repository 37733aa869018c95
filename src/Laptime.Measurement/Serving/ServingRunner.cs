using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Phases;
using Laptime.Measurement.Telemetry;
using Laptime.Measurement.Trials;
using Laptime.Measurement.Validity;

namespace Laptime.Measurement.Serving;

/// <summary>
/// Measures one serving case in this process: warm-up as for any workload, then queries, then the verdict. Nothing of a
/// pass is dropped, for a line of waiting queries remembers what happened before; disturbed stretches are flagged, and
/// too many of them spoil the launch.
/// </summary>
/// <param name="protocol">Thresholds.</param>
/// <param name="instruments">Clocks and telemetry.</param>
/// <param name="wait">Waits for arrivals.</param>
public sealed class ServingRunner(Protocol protocol, TrialInstruments instruments, IArrivalWait wait)
{
    private readonly IMonotonicClock clock = instruments.Clock;
    private readonly ServingRules rules = protocol.Serving;

    /// <summary>Measures. <see cref="TrialSamples.Settings"/> is left empty for whoever configured the engine.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two queries.</exception>
    public TrialSamples Measure(
        IWorkload workload,
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        Case @case = request.Case;
        DateTimeOffset wallStart = instruments.Time.GetUtcNow();
        long start = clock.Ticks;
        Seconds resolution = TimerResolution.Measure(clock);
        using TelemetrySampler sampler = instruments.StartSampling(protocol.Validity);
        BlockLog log = new(workload, clock, sampler, progress, cancellationToken);
        LaunchVerdict verdict = new();

        log.ReadEdge(full: true);
        Block first = log.Run(Phase.Pilot, steps: 1, expected: null);
        WorkloadCheck firstCheck = workload.ReadCheck();
        int samples = @case.Scenario == Scenario.MultiStream ? ServingRules.MultiStreamSamples : workload.ItemsPerStep;
        (Seconds perStep, string warmupClass) = WarmUp(log, workload, first, request, start, verdict);
        // The last word before the load: telling of it meanwhile would disturb it.
        progress?.Report(new TrialProgress(Phase.Measurement, Blocks: 0, Expected: null, perStep) { Queries = 0 });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        log.ReadEdge(full: true);
        QueryDriver driver = new(workload, clock, wait, sampler, rules, cancellationToken)
        {
            StepsPerQuery = Math.Max(1, samples / workload.ItemsPerStep),
        };
        PassPlan plan = new(rules, clock, request, start, perStep * driver.StepsPerQuery);
        ImmutableArray<ServingPass> passes =
            @case.Scenario == Scenario.Server
                ? new ServerLoad(rules, clock, driver, plan, progress).Run(verdict)
                : [Stream(driver, plan, @case, verdict)];
        log.ReadEdge(full: true);

        WorkloadCheck lastCheck = workload.ReadCheck();
        if (!firstCheck.IsFinite || !lastCheck.IsFinite)
        {
            verdict.Add(FindingCode.Numeric, "Loss or output was not finite.");
        }
        Evidence evidence = new(sampler.Samples, clock.Frequency);
        LaunchValidity launch = new(protocol.Validity, instruments.Machine, @case.Device, evidence);
        ImmutableArray<Block> stretches = Stretches(passes, driver.StepsPerQuery, evidence);
        Judge(stretches, launch, verdict);
        verdict.JudgeClocks(instruments.Time.GetUtcNow() - wallStart, clock.Since(start), protocol.Validity);
        bool isRepeatVerified = true;
        if (
            request.Launch == 1
            && RepeatedInput.Compare(workload, clock, perStep, protocol.Validity, out isRepeatVerified) is { } skipped
        )
        {
            verdict.Add(skipped.Code, skipped.InvalidReason);
        }
        WorkloadMemory memory = workload.ReadMemory();
        return new TrialSamples
        {
            TicksPerSecond = clock.Frequency,
            TimerResolution = resolution,
            HarnessOverhead = HarnessOverhead.Measure(workload, clock, driver.StepsPerQuery),
            Blocks = [.. log.Blocks, .. stretches],
            Telemetry = sampler.Samples,
            WarmupClass = warmupClass,
            Flags = verdict.Flags,
            Unverified =
            [
                .. launch.Unverified(),
                .. isRepeatVerified ? Enumerable.Empty<string>() : [FindingCode.Skipped],
            ],
            InvalidReason = verdict.InvalidReason,
            CutShort = verdict.CutShort || plan.WasCut,
            ItemsPerStep = workload.ItemsPerStep,
            ItemName = workload.ItemName,
            Parameters = workload.Parameters,
            PeakResident = TrialInstruments.ReadPeakResident(),
            PeakDevice = @case.Device.IsCpu ? null : memory.Peak,
            Checks = [firstCheck.Value, lastCheck.Value],
            Fingerprint = firstCheck.Fingerprint,
            Settings = ImmutableSortedDictionary<string, string>.Empty,
            Serving = new ServingSamples
            {
                Scenario = @case.Scenario,
                SamplesPerQuery = samples,
                Passes = passes,
            },
        };
    }

    /// <summary>Steps until their times have settled, as for any workload.</summary>
    /// <returns>Typical time of a step, and how it was reached.</returns>
    private (Seconds PerStep, string Class) WarmUp(
        BlockLog log,
        IWorkload workload,
        Block first,
        TrialRequest request,
        long start,
        LaunchVerdict verdict
    )
    {
        Seconds target = protocol.For(request.Tier).Block;
        int steps = request.StepsPerBlock ?? Pilot.FindSteps(log, workload, clock, first, target, protocol.Pilot);
        SteadyState steady = new(protocol.Warmup);
        while (true)
        {
            Block block = log.Run(Phase.Warmup, steps, expected: null);
            steady.Add(block.PerStep.Value, steps);
            bool isSteady =
                steady.Reached && log.IsQuiet(protocol.Warmup, protocol.Validity.ClockDrift, request.Case.Device);
            bool isLate =
                request.Budget is { } budget
                && steady.Blocks >= protocol.Window.MinimumWarmup
                && clock.Since(start) > budget * rules.WarmupShare;
            if (isSteady || isLate || steady.Exhausted)
            {
                if (!isSteady && steady.Exhausted)
                {
                    verdict.Add(FindingCode.WarmupCap, invalidReason: null);
                }
                verdict.CutShort |= !isSteady && !steady.Exhausted;
                double[] all = [.. log.Blocks.Where(b => b.Phase == Phase.Warmup).Select(b => b.PerStep.Value)];
                double[] last = all[^Math.Min(protocol.Warmup.QuietBlocks, all.Length)..];
                return (
                    new Seconds(InterquartileMean.Of(last)),
                    Stationarity.Classify(all, last, steady.Reached, protocol.Warmup)
                );
            }
        }
    }

    private ServingPass Stream(QueryDriver driver, PassPlan plan, Case @case, LaunchVerdict verdict)
    {
        // Enough for the percentile that stands for the scenario; more where neighbours are nearly the same.
        double headline = @case.Scenario == Scenario.SingleStream ? 0.9 : 0.99;
        int needed = PercentileAcrossLaunches.QueriesNeeded(headline, lagOne: 0);
        int most = PercentileAcrossLaunches.QueriesNeeded(headline, lagOne: 1);
        Seconds least = plan.Pass;
        ServingPass pass = driver.Loop(@case.Serving?.Clients ?? 1, plan.NextSeed(), IsEnough);
        verdict.CutShort |= pass.Queries.Length < needed;
        return pass with { Phase = Phase.Measurement };

        bool IsEnough(ReadOnlySpan<ServedQuery> served, Seconds passed)
        {
            if (plan.IsOver)
            {
                return true;
            }
            if (served.Length < needed || passed < least)
            {
                return false;
            }
            if (needed < most && IsSticky(served))
            {
                needed = most;
                return served.Length >= most;
            }
            return true;
        }
    }

    private static bool IsSticky(ReadOnlySpan<ServedQuery> served)
    {
        double[] latencies = new double[served.Length];
        for (int i = 0; i < latencies.Length; i++)
        {
            latencies[i] = served[i].Latency;
        }
        double lagOne = PercentileAcrossLaunches.LagOne(latencies);
        return PercentileAcrossLaunches.QueriesNeeded(0.5, lagOne) > PercentileAcrossLaunches.QueriesNeeded(0.5, 0);
    }

    /// <summary>Cuts the passes that count into stretches, and looks each up in the telemetry.</summary>
    private ImmutableArray<Block> Stretches(IEnumerable<ServingPass> passes, int stepsPerQuery, Evidence evidence)
    {
        BlockValidity validity = new(protocol.Validity, instruments.Machine, evidence);
        var stretches = ImmutableArray.CreateBuilder<Block>();
        foreach (ServingPass pass in passes.Where(pass => pass.Phase == Phase.Measurement))
        {
            int from = 0;
            for (int i = 0; i < pass.Queries.Length; i++)
            {
                long begin = pass.Queries[from].Issued;
                long end = pass.Queries[i].Completed;
                if (i + 1 < pass.Queries.Length && clock.Between(begin, end) < rules.Stretch)
                {
                    continue;
                }
                stretches.Add(
                    new Block
                    {
                        Phase = Phase.Measurement,
                        StartTicks = begin,
                        Steps = (i + 1 - from) * stepsPerQuery,
                        Wall = clock.Between(begin, end),
                        Flags = [.. validity.Flags(begin, end)],
                    }
                );
                from = i + 1;
            }
        }
        return stretches.ToImmutable();
    }

    private void Judge(ImmutableArray<Block> stretches, LaunchValidity launch, LaunchVerdict verdict)
    {
        if (stretches.IsEmpty)
        {
            return;
        }
        int disturbed = stretches.Count(stretch => stretch.Flags.Any(BlockValidity.Dropping.Contains));
        if (disturbed > Math.Max(1, protocol.Window.DroppedShare * stretches.Length))
        {
            string codes = string.Join(
                ", ",
                stretches.SelectMany(stretch => stretch.Flags).Where(BlockValidity.Dropping.Contains).Distinct()
            );
            verdict.Add(
                FindingCode.Dropped,
                $"{disturbed} of {stretches.Length} stretches of the load were disturbed ({codes})."
            );
        }
        long end = stretches[^1].StartTicks + (long)(stretches[^1].Wall.Value * clock.Frequency);
        foreach (LaunchFlag flag in launch.Flags(stretches[0].StartTicks, end))
        {
            verdict.Add(flag.Code, flag.InvalidReason);
        }
    }
}
