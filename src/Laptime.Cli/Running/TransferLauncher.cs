using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Transfer;

namespace Laptime.Cli.Running;

/// <summary>A job ended before its time and has left a checkpoint: it is no result yet, and can go on.</summary>
/// <param name="failed">How it ended.</param>
internal sealed class UnfinishedJobException(TrialOutcome.Failed failed)
    : Exception($"{failed.Attempted} {failed.Advice}".TrimEnd());

/// <summary>Adds to each request what the job is, and takes a job that can go on for no result.</summary>
/// <param name="inner">Starts the worker.</param>
/// <param name="settings">The job.</param>
internal sealed class TransferLauncher(ILauncher inner, TransferSettings settings) : ILauncher
{
    /// <inheritdoc />
    /// <exception cref="UnfinishedJobException">The job failed and has left a checkpoint.</exception>
    public async Task<Trial> LaunchAsync(
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        Trial trial = await inner.LaunchAsync(
            request with
            {
                Transfer = settings,
                Budget = null,
            },
            progress,
            cancellationToken
        );
        return
            trial.Outcome is TrialOutcome.Failed failed
            && TransferRequest.CanGoOn(settings, request.Case, request.Launch)
            ? throw new UnfinishedJobException(failed)
            : trial;
    }
}
