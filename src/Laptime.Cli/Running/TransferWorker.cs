using Laptime.Core.Cases;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Input;
using Laptime.Measurement.Clocks;
using Laptime.Torch;
using Laptime.Torch.Weights;
using Laptime.Transfer;
using Laptime.Workloads;

namespace Laptime.Cli.Running;

/// <summary>What happens in the fresh process of a transfer-learning job.</summary>
internal static class TransferWorker
{
    /// <summary>Does the job, or goes on with it.</summary>
    public static TrialOutcome Run(
        string adapterPath,
        TrialRequest request,
        IProgress<TrialProgress> progress,
        CancellationToken cancellationToken
    )
    {
        Case @case = request.Case;
        TransferSettings settings = request.Transfer!;
        Libtorch.Load(adapterPath);
        if (WorkloadFactory.WhyNot(@case) is { } reason)
        {
            return new TrialOutcome.Skipped(reason);
        }
        TransferJob job = new(
            new TransferRequest
            {
                Case = @case,
                Settings = settings,
                Seed = request.Seed,
                Launch = request.Launch,
                WeightsPath = request.WeightsPath,
                EngineSettings = ProcessSettings.Apply(@case),
            },
            new StopwatchClock(),
            TimeProvider.System,
            new Relay(progress)
        );
        try
        {
            return new TrialOutcome.Measured(
                job.Run(memory => TransferData.OpenForJob(settings.Data, settings.Workers, memory), cancellationToken)
            );
        }
        catch (TransferException e)
        {
            return new TrialOutcome.Failed(e.Message, e.Advice);
        }
        catch (PictureException e)
        {
            return new TrialOutcome.Failed(e.Message, "");
        }
        catch (TorchException e) when (e.IsOutOfMemory)
        {
            return new TrialOutcome.Failed(
                $"Batch {@case.Batch} does not fit the memory of {@case.Device}: {e.Shortage}",
                "Choose a smaller one with --batch, or a smaller --image."
            );
        }
        catch (WeightFileException e)
        {
            return new TrialOutcome.Failed(
                e.Message,
                "Give the weights of the network chosen with --network, or none."
            );
        }
    }

    private sealed class Relay(IProgress<TrialProgress> progress) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            try
            {
                progress.Report(
                    new TrialProgress(Phase.Measurement, value.Step, value.Steps, PerStep: null) { Transfer = value }
                );
            }
            catch (IOException)
            {
                // Nobody listens any more: the job is about to be told, and saves its work first.
            }
        }
    }
}
