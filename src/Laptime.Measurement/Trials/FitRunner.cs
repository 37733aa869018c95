using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Trials;

/// <summary>
/// Does all with a workload that a trial does and that may take memory, and no more than that: steps, a check of the
/// output, a step on new input. The steps are timed, for a first idea of the throughput; a result it is not.
/// </summary>
/// <param name="validity">Thresholds of telemetry.</param>
/// <param name="instruments">Clocks and telemetry.</param>
public sealed class FitRunner(ValidityRules validity, TrialInstruments instruments)
{
    // Momentum and caches are there after the first step; the second is the first that finds them there.
    private const int LeastSteps = 3;

    private static readonly Seconds s_enough = new(0.4);

    private readonly IMonotonicClock clock = instruments.Clock;

    /// <summary>Tries. <see cref="TrialSamples.Settings"/> is left empty for whoever configured the engine.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public TrialSamples Measure(
        IWorkload workload,
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var sampler = instruments.StartSampling(validity);
        BlockLog log = new(workload, clock, sampler, progress, cancellationToken);
        Seconds resolution = TimerResolution.Measure(clock);
        log.ReadEdge(full: true);
        log.Run(Phase.Warmup, steps: 1, expected: 1);
        WorkloadCheck first = workload.ReadCheck();
        long start = clock.Ticks;
        for (int done = 1; done < LeastSteps || clock.Since(start) < s_enough; done++)
        {
            log.Run(Phase.Measurement, steps: 1, expected: null);
        }
        if (workload.RenewInput(request.Seed))
        {
            workload.Step();
            workload.Synchronize();
        }
        WorkloadCheck last = workload.ReadCheck();
        log.ReadEdge(full: true);
        WorkloadMemory memory = workload.ReadMemory();
        return new TrialSamples
        {
            TicksPerSecond = clock.Frequency,
            TimerResolution = resolution,
            HarnessOverhead = Seconds.Zero,
            Blocks = [.. log.Blocks],
            Telemetry = sampler.Samples,
            WarmupClass = "fit",
            Flags = [],
            Unverified = [],
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
}
