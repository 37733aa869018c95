using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Sweeps;
using Laptime.Core.Trials;
using Laptime.Launch;
using Laptime.Measurement.Trials;
using Laptime.Probe.Gpus;
using Laptime.Torch;
using Laptime.Workloads;
using Laptime.Workloads.Scripts;

namespace Laptime.Cli.Running;

/// <summary>What happens in the fresh process of a trial with a program of the user's.</summary>
internal static class ScriptWorker
{
    /// <summary>Loads the program and measures it.</summary>
    public static TrialOutcome Measure(
        string adapterPath,
        TrialRequest request,
        IProgress<TrialProgress> progress,
        CancellationToken cancellationToken
    )
    {
        TrialOutcome outcome = With(
            adapterPath,
            request,
            (workload, settings) =>
            {
                TrialSamples samples = Measure(workload, request, progress, cancellationToken);
                return new TrialOutcome.Measured(
                    samples with
                    {
                        Settings = settings.Add("program", workload.Arrangement),
                    }
                );
            }
        );
        return outcome is TrialOutcome.Measured { Samples: var measured }
            ? new TrialOutcome.Measured(
                measured with
                {
                    Deviation = Worker.DeviationOf(request, measured, () => Compare(request)),
                }
            )
            : outcome;
    }

    private static TrialSamples Measure(
        ScriptWorkload workload,
        TrialRequest request,
        IProgress<TrialProgress> progress,
        CancellationToken cancellationToken
    )
    {
        using NvmlTelemetry? gpu = request.Case.Device.IsCpu
            ? null
            : NvmlTelemetry.TryOpen(request.Case.Device.Index, out _);
        TrialInstruments instruments = TrialInstruments.OfThisMachine(
            TimeProvider.System,
            gpu is null ? [] : [gpu],
            gpu?.DrivesDisplay
        );
        if (request.IsFitting)
        {
            OutOfMemoryScore.Volunteer();
        }
        TrialRunner trial = new(Protocol.Current, instruments);
        bool serves = request.Case.Scenario.IsServing();
        Rehearsal.Run(
            serves ? Worker.Serving(Rehearsal.OfServing, instruments).Measure : trial.Measure,
            request,
            cancellationToken
        );
        Func<IWorkload, TrialRequest, IProgress<TrialProgress>?, CancellationToken, TrialSamples> measure =
            request.IsFitting ? new FitRunner(Protocol.Current.Validity, instruments).Measure
            : serves ? Worker.Serving(Protocol.Current, instruments).Measure
            : trial.Measure;
        return measure(workload, request, progress, cancellationToken);
    }

    private static OutputDeviation? Compare(TrialRequest request)
    {
        try
        {
            return PrecisionCheck.Compare(request.Case, request.Script!, request.Seed);
        }
        catch (ScriptException)
        {
            return null; // a program traced for one batch takes no smaller one
        }
    }

    /// <summary>
    /// Loads the program and does one step, so that a file that libtorch cannot run, or a shape that does not fit, is
    /// known before the machine is warmed up for it.
    /// </summary>
    /// <returns>What stands in the way; of a sound program <see cref="ScriptTrial.Sound"/>.</returns>
    public static TrialOutcome Try(string adapterPath, TrialRequest request) =>
        With(
            adapterPath,
            request,
            (workload, _) =>
            {
                workload.Step();
                workload.Synchronize();
                return ScriptTrial.Sound;
            }
        );

    private static TrialOutcome With(
        string adapterPath,
        TrialRequest request,
        Func<ScriptWorkload, ImmutableSortedDictionary<string, string>, TrialOutcome> use
    )
    {
        Case @case = request.Case;
        Libtorch.Load(adapterPath);
        if (ScriptWorkloads.WhyNot(@case) is { } reason)
        {
            return new TrialOutcome.Skipped(reason);
        }
        try
        {
            var settings = ProcessSettings.Apply(@case);
            using ScriptWorkload workload = ScriptWorkloads.Create(@case, request.Script!, request.Seed);
            return use(workload, settings);
        }
        catch (TorchException e) when (e.IsOutOfMemory)
        {
            return new TrialOutcome.Failed(
                $"Batch {@case.Batch} does not fit the memory of {@case.Device}: {e.Shortage}",
                "Choose a smaller one with --batch."
            );
        }
        catch (ScriptException e)
            when (e.InnerException is TorchException inner
                && inner.Words.Contains("not implemented for", StringComparison.Ordinal)
            )
        {
            return new TrialOutcome.Skipped($"libtorch {Libtorch.Version} cannot do this: {e.Message}");
        }
        catch (ScriptException e)
        {
            return new TrialOutcome.Failed(e.Message, e.Advice);
        }
    }
}
