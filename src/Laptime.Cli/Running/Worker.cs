using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Sweeps;
using Laptime.Core.Trials;
using Laptime.Launch;
using Laptime.Measurement.Serving;
using Laptime.Measurement.Trials;
using Laptime.Probe;
using Laptime.Probe.Energy;
using Laptime.Probe.Gpus;
using Laptime.Torch;
using Laptime.Torch.Weights;
using Laptime.Workloads;

namespace Laptime.Cli.Running;

/// <summary>A protocol at work: measures a workload that has been made ready.</summary>
internal delegate TrialSamples TrialMeasuring(
    IFedWorkload workload,
    TrialRequest request,
    IProgress<TrialProgress>? progress,
    CancellationToken cancellationToken
);

/// <summary>What happens in the fresh process of one trial.</summary>
internal static class Worker
{
    /// <summary>Makes the case ready and measures it.</summary>
    public static TrialOutcome Measure(
        string adapterPath,
        TrialRequest request,
        IProgress<TrialProgress> progress,
        CancellationToken cancellationToken
    )
    {
        Case @case = request.Case;
        Libtorch.Load(adapterPath);
        if (WorkloadFactory.WhyNot(@case) is { } reason)
        {
            return new TrialOutcome.Skipped(reason);
        }
        KnownResult? known = request.Tier == Tier.Fixed ? KnownResults.Of(@case) : null;
        if (@case.Device.IsCpu && known?.WhyNotIn(PlatformProbe.ReadMemory()) is { } shortage)
        {
            return new TrialOutcome.Skipped(shortage);
        }
        var settings = ProcessSettings.Apply(@case);
        string? noGpu = null;
        using NvmlTelemetry? gpu = @case.Device.IsCpu ? null : NvmlTelemetry.TryOpen(@case.Device.Index, out noGpu);
        TrialInstruments instruments = TrialInstruments.OfThisMachine(
            TimeProvider.System,
            gpu is null ? [] : [gpu],
            gpu?.DrivesDisplay
        );
        if (request.MeasuresEnergy)
        {
            EnergySources energy = EnergySources.Find(gpu, noGpu);
            instruments = instruments with { EnergyCounters = energy.Counters, EnergyMissing = energy.Missing };
        }
        TrialMeasuring measure =
            request.IsFitting ? new FitRunner(Protocol.Current.Validity, instruments).Measure
            : @case.Scenario.IsServing() ? Serve(Protocol.Current, instruments)
            : request.Tier == Tier.Fixed
                ? new ClassicRunner(ClassicRules.Original, Protocol.Current.Validity, instruments).Measure
            : new TrialRunner(Protocol.Current, instruments).Measure;
        if (request.IsFitting)
        {
            OutOfMemoryScore.Volunteer();
        }
        // What a trial needs besides tensors (compiled methods, threads) belongs to the memory that a try of a batch is about.
        Rehearsal.Run(
            @case.Scenario.IsServing() ? Serve(Rehearsal.OfServing, instruments)
                : request.IsFitting ? new TrialRunner(Protocol.Current, instruments).Measure
                : measure,
            request,
            cancellationToken
        );
        try
        {
            TrialSamples samples = Measure(measure, request, settings, progress, cancellationToken);
            samples = samples with
            {
                Deviation = DeviationOf(
                    request,
                    samples,
                    () => PrecisionCheck.Compare(request.Case, request.Seed, request.WeightsPath)
                ),
            };
            return new TrialOutcome.Measured(known?.Judge(samples, request.Seed) ?? samples);
        }
        catch (TorchException e) when (e.IsOutOfMemory && request.Tier == Tier.Fixed)
        {
            return new TrialOutcome.Skipped($"It does not fit the memory of {@case.Device}: {e.Shortage}");
        }
        catch (TorchException e) when (e.IsOutOfMemory)
        {
            return new TrialOutcome.Failed(
                $"Batch {@case.Batch} does not fit the memory of {@case.Device}: {e.Shortage}",
                "Choose a smaller one with --batch."
            );
        }
        catch (TorchException e) when (e.Words.Contains("not implemented for", StringComparison.Ordinal))
        {
            return new TrialOutcome.Skipped($"libtorch {Libtorch.Version} cannot do this: {e.Message.Split('\n')[0]}");
        }
        catch (WeightFileException e)
        {
            return new TrialOutcome.Failed(e.Message, "Give another file with --weights, or none.");
        }
    }

    private static TrialSamples Measure(
        TrialMeasuring measure,
        TrialRequest request,
        ImmutableSortedDictionary<string, string> settings,
        IProgress<TrialProgress> progress,
        CancellationToken cancellationToken
    )
    {
        using NetworkWorkload workload = WorkloadFactory.Create(request.Case, request.Seed, request.WeightsPath);
        TrialSamples samples = measure(workload, request, progress, cancellationToken);
        return samples with { Settings = settings.Add("cuda_graph", workload.UsesGraph ? "on" : "off") };
    }

    /// <summary>
    /// Compares outputs with fp32, once in a run. A network in fp32 may need twice the memory of the one that was
    /// measured, which is gone by now: where that might not be there, the comparison is left out rather than the trial lost.
    /// </summary>
    internal static OutputDeviation? DeviationOf(
        TrialRequest request,
        TrialSamples samples,
        Func<OutputDeviation?> compare
    )
    {
        if (request is { IsFitting: true } or { Launch: > 1 } or { Tier: Tier.Fixed })
        {
            return null;
        }
        if (PlatformProbe.ReadMemoryRoom().Rest is { } rest && rest.Value < 2 * samples.PeakResident?.Value)
        {
            return null;
        }
        try
        {
            return compare();
        }
        catch (TorchException)
        {
            return null; // most likely for want of memory after all
        }
    }

    private static TrialMeasuring Serve(Protocol protocol, TrialInstruments instruments) =>
        Serving(protocol, instruments).Measure;

    internal static ServingRunner Serving(Protocol protocol, TrialInstruments instruments) =>
        new(protocol, instruments, new SpinningWait(instruments.Clock));
}
