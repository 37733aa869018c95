using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Phases;
using Laptime.Measurement.Validity;

namespace Laptime.Measurement.Trials;

/// <summary>
/// Measures one sub-test by the classic protocol: a new batch before each iteration, outside the timer; its way to the
/// device and back inside. What our own protocol holds against a disturbed iteration is written down and drops nothing.
/// </summary>
/// <param name="rules">When it ends.</param>
/// <param name="validity">Thresholds of the flags.</param>
/// <param name="instruments">Clocks and telemetry.</param>
public sealed class ClassicRunner(ClassicRules rules, ValidityRules validity, TrialInstruments instruments)
{
    private readonly IMonotonicClock clock = instruments.Clock;

    /// <summary>Measures. <see cref="TrialSamples.Settings"/> is left empty for whoever configured the engine.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two iterations.</exception>
    public TrialSamples Measure(
        IFedWorkload workload,
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using FromHost fed = new(workload);
        using var sampler = instruments.StartSampling(validity);
        BlockLog log = new(fed, clock, sampler, progress, cancellationToken);
        Seconds overhead = HarnessOverhead.Measure(fed, clock, steps: 1);
        Seconds resolution = TimerResolution.Measure(clock);
        WorkloadCheck first = default;
        log.ReadEdge(full: true);
        long start = clock.Ticks;
        for (int done = 0; rules.Continues(done, clock.Since(start)); done++)
        {
            workload.FillHost(request.Seed + done);
            log.Run(Phase.Measurement, steps: 1, rules.Iterations);
            if (done == 0)
            {
                first = workload.ReadCheck();
            }
        }
        WorkloadCheck last = workload.ReadCheck();
        log.ReadEdge(full: true);
        if (log.Blocks.Count > 1)
        {
            log.TurnFirstIntoWarmup();
        }

        Evidence evidence = new(sampler.Samples, clock.Frequency);
        bool throttled = log.Flag(new BlockValidity(validity, instruments.Machine, evidence), drops: false);
        LaunchValidity launch = new(validity, instruments.Machine, request.Case.Device, evidence);
        Block[] measured = [.. log.Measured];
        WorkloadMemory memory = workload.ReadMemory();
        return new TrialSamples
        {
            TicksPerSecond = clock.Frequency,
            TimerResolution = resolution,
            HarnessOverhead = overhead,
            Blocks = [.. log.Blocks],
            Telemetry = sampler.Samples,
            WarmupClass = "classic",
            Flags =
            [
                .. launch
                    .Flags(measured[0].StartTicks, log.EndOf(measured[^1]))
                    .Select(flag => flag.Code)
                    .Concat(throttled ? [FindingCode.Throttle] : [])
                    .Distinct(),
            ],
            Unverified = [.. launch.Unverified()],
            InvalidReason =
                first.IsFinite && last.IsFinite ? null : "Loss or output was not finite: the machine computes wrongly.",
            CutShort = false,
            ItemsPerStep = workload.ItemsPerStep,
            ItemName = workload.ItemName,
            Parameters = workload.Parameters,
            PeakResident = TrialInstruments.ReadPeakResident(),
            PeakDevice = request.Case.Device.IsCpu ? null : memory.Peak,
            Checks = [first.Value, last.Value],
            Fingerprint = first.Fingerprint,
            Settings = ImmutableSortedDictionary<string, string>.Empty,
        };
    }

    /// <summary>A step of this is one iteration of the protocol.</summary>
    private sealed class FromHost(IFedWorkload workload) : IWorkload
    {
        public string ItemName => workload.ItemName;

        public int ItemsPerStep => workload.ItemsPerStep;

        public long Parameters => workload.Parameters;

        public void Step() => workload.StepFromHost();

        public void Synchronize() => workload.Synchronize();

        public void MarkBlockStart() => workload.MarkBlockStart();

        public Seconds? ReadBlockDeviceTime() => workload.ReadBlockDeviceTime();

        public WorkloadMemory ReadMemory() => workload.ReadMemory();

        public WorkloadCheck ReadCheck() => workload.ReadCheck();

        public void Dispose()
        {
            // The workload is its maker's.
        }
    }
}
