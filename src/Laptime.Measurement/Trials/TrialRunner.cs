using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Phases;
using Laptime.Measurement.Telemetry;
using Laptime.Measurement.Validity;

namespace Laptime.Measurement.Trials;

/// <summary>
/// Measures one case in this process: pilot, warm-up, window, verdict. Everything happens on the calling thread, except
/// for telemetry within long blocks.
/// </summary>
/// <param name="protocol">Thresholds.</param>
/// <param name="instruments">Clocks and telemetry.</param>
public sealed class TrialRunner(Protocol protocol, TrialInstruments instruments)
{
    private readonly IMonotonicClock clock = instruments.Clock;
    private readonly TimeProvider time = instruments.Time;
    private readonly MachineTraits machine = instruments.Machine;

    /// <summary>Measures. <see cref="TrialSamples.Settings"/> is left empty for whoever configured the engine.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two blocks.</exception>
    public TrialSamples Measure(
        IWorkload workload,
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset wallStart = time.GetUtcNow();
        long start = clock.Ticks;
        Seconds resolution = TimerResolution.Measure(clock);
        ProtocolTier tier = protocol.For(request.Tier);
        using TelemetrySampler sampler = instruments.StartSampling(protocol.Validity);
        BlockLog log = new(workload, clock, sampler, progress, cancellationToken);
        TimeAllowed allowed = new(clock, start, request.Budget, protocol.Window);
        Verdict verdict = new();

        log.ReadEdge(full: true);
        Block first = log.Run(Phase.Pilot, steps: 1, expected: null);
        WorkloadCheck firstCheck = workload.ReadCheck();
        Seconds leastBlock = new(Math.Max(tier.Block.Value, resolution.Value * protocol.Pilot.TimerResolutions));
        int steps = request.StepsPerBlock ?? Pilot.FindSteps(log, workload, clock, first, leastBlock, protocol.Pilot);
        Seconds overhead = HarnessOverhead.Measure(workload, clock, steps);

        WarmUp(log, steps, allowed, request.Case.Device, verdict);
        Window window = MeasureWindow(log, sampler, steps, allowed, request.Case.Device, verdict);

        WorkloadCheck lastCheck = workload.ReadCheck();
        log.ReadEdge(full: true);
        JudgeLaunch(log, window, overhead, verdict);
        JudgeClocks(wallStart, start, verdict);
        if (!firstCheck.IsFinite || !lastCheck.IsFinite)
        {
            verdict.Add(FindingCode.Numeric, "Loss or output was not finite.");
        }
        WorkloadMemory memory = workload.ReadMemory();
        bool isRepeatVerified = true;
        if (request.Launch == 1)
        {
            Seconds perStep = log.Blocks[^1].PerStep;
            if (RepeatedInput.Compare(workload, clock, perStep, protocol.Validity, out isRepeatVerified) is { } skipped)
            {
                verdict.Add(skipped.Code, skipped.InvalidReason);
            }
        }
        ImmutableArray<EnergyReading> energy = request.MeasuresEnergy
            ? new EnergyPhase(instruments, protocol.Energy).Measure(
                workload,
                steps,
                request.Seed,
                withIdle: request.Launch == 1,
                cancellationToken
            )
            : [];
        return new TrialSamples
        {
            TicksPerSecond = clock.Frequency,
            TimerResolution = resolution,
            HarnessOverhead = overhead,
            Blocks = [.. log.Blocks],
            Telemetry = sampler.Samples,
            WarmupClass = window.WarmupClass,
            Flags = verdict.Flags,
            Unverified =
            [
                .. window.Launch.Unverified(),
                .. isRepeatVerified ? Enumerable.Empty<string>() : [FindingCode.Skipped],
            ],
            InvalidReason = verdict.InvalidReason,
            CutShort = verdict.CutShort,
            ItemsPerStep = workload.ItemsPerStep,
            ItemName = workload.ItemName,
            Parameters = workload.Parameters,
            PeakResident = TrialInstruments.ReadPeakResident(),
            PeakDevice = request.Case.Device.IsCpu ? null : memory.Peak,
            Checks = [firstCheck.Value, lastCheck.Value],
            Fingerprint = firstCheck.Fingerprint,
            Settings = ImmutableSortedDictionary<string, string>.Empty,
            Energy = energy,
        };
    }

    private void WarmUp(BlockLog log, int steps, TimeAllowed allowed, DeviceName device, Verdict verdict)
    {
        SteadyState steady = new(protocol.Warmup);
        while (true)
        {
            Block block = log.Run(Phase.Warmup, steps, expected: null);
            steady.Add(block.PerStep.Value, steps);
            if (steady.Reached && log.IsQuiet(protocol.Warmup, protocol.Validity.ClockDrift, device))
            {
                return;
            }
            if (steady.Exhausted)
            {
                verdict.Add(FindingCode.WarmupCap, invalidReason: null);
                return;
            }
            if (allowed.EndsWarmup(steady.Blocks, block.Wall))
            {
                verdict.CutShort = true;
                return;
            }
        }
    }

    private Window MeasureWindow(
        BlockLog log,
        TelemetrySampler sampler,
        int steps,
        TimeAllowed allowed,
        DeviceName device,
        Verdict verdict
    )
    {
        for (bool again = false; ; again = true)
        {
            // Garbage of the warm-up must not be collected in the window.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            log.ReadEdge(full: true);
            FillWindow(log, sampler, steps, allowed, verdict);

            double[] warmup = StepTimes(log.Blocks.Where(block => block.Phase == Phase.Warmup));
            double[] scored = StepTimes(log.Measured.Where(block => block.Dropped is null));
            double[] before = verdict.CutShort ? [] : warmup[^Math.Min(protocol.Window.Blocks, warmup.Length)..];
            bool violated = Stationarity.IsViolated([.. before, .. scored], protocol.Warmup);
            if (violated && !again && allowed.AllowsAnotherWindow(log.Blocks[^1].Wall))
            {
                log.TurnWindowIntoWarmup();
                continue;
            }
            if (violated)
            {
                verdict.CutShort |= !again;
                verdict.Add(
                    FindingCode.Nonstationary,
                    again ? "Step times drifted or stepped in two windows running." : null
                );
            }
            double[] typical = scored.Length > 0 ? scored : StepTimes(log.Measured);
            return new Window(
                new LaunchValidity(protocol.Validity, machine, device, new Evidence(sampler.Samples, clock.Frequency)),
                Stationarity.Classify(warmup, typical, !violated, protocol.Warmup)
            );
        }
    }

    private void FillWindow(BlockLog log, TelemetrySampler sampler, int steps, TimeAllowed allowed, Verdict verdict)
    {
        WindowRules rules = protocol.Window;
        while (true)
        {
            bool ended = false;
            while (log.Scored < rules.Blocks && !ended)
            {
                Block block = log.Run(Phase.Measurement, steps, rules.Blocks);
                ended = log.Scored < rules.Blocks && allowed.EndsWindow(log.Scored, block.Wall);
            }
            verdict.CutShort |= ended;
            log.ReadEdge(full: true);
            Evidence evidence = new(sampler.Samples, clock.Frequency);
            if (log.Flag(new BlockValidity(protocol.Validity, machine, evidence)))
            {
                verdict.Add(FindingCode.Throttle, invalidReason: null);
            }
            Block[] dropped = [.. log.Measured.Where(block => block.Dropped is not null)];
            int measured = log.Measured.Count();
            if (dropped.Length > Math.Max(1, rules.DroppedShare * measured))
            {
                string codes = string.Join(", ", dropped.Select(block => block.Dropped).Distinct());
                verdict.Add(FindingCode.Dropped, $"{dropped.Length} of {measured} blocks had to be dropped ({codes}).");
                return;
            }
            if (ended || log.Scored >= rules.Blocks)
            {
                return;
            }
        }
    }

    private void JudgeLaunch(BlockLog log, Window window, Seconds overhead, Verdict verdict)
    {
        Block[] measured = [.. log.Measured];
        foreach (LaunchFlag flag in window.Launch.Flags(measured[0].StartTicks, log.EndOf(measured[^1])))
        {
            verdict.Add(flag.Code, flag.InvalidReason);
        }
        double wall = measured.Sum(block => block.Wall.Value);
        if (overhead.Value > protocol.Pilot.OverheadShare * wall / measured.Length)
        {
            verdict.Add(FindingCode.Overhead, invalidReason: null);
        }
        if (
            measured.All(block => block.Device is not null)
            && Math.Abs((measured.Sum(block => block.Device!.Value.Value) / wall) - 1) > protocol.Validity.SyncGap
        )
        {
            verdict.Add(FindingCode.SyncGap, invalidReason: null);
        }
    }

    private void JudgeClocks(DateTimeOffset wallStart, long start, Verdict verdict)
    {
        Seconds monotonic = clock.Since(start);
        double gap = Math.Abs((Seconds.From(time.GetUtcNow() - wallStart) - monotonic).Value);
        if (gap > Math.Max(protocol.Validity.ClockStep.Value, protocol.Validity.ClockRatio * monotonic.Value))
        {
            verdict.Add(FindingCode.Timer, $"Wall clock and monotonic clock drew {gap:F1} s apart while measuring.");
        }
    }

    private static double[] StepTimes(IEnumerable<Block> blocks) => [.. blocks.Select(block => block.PerStep.Value)];

    private sealed record Window(LaunchValidity Launch, string WarmupClass);

    private sealed class Verdict
    {
        private readonly List<string> flags = [];

        public ImmutableArray<string> Flags => [.. flags.Distinct()];

        public string? InvalidReason { get; private set; }

        public bool CutShort { get; set; }

        public void Add(string code, string? invalidReason)
        {
            flags.Add(code);
            InvalidReason ??= invalidReason;
        }
    }
}
