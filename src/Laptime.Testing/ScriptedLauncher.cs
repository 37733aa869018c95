using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Testing;

/// <summary>A launcher without processes: each trial ends as the script says and takes as long as it says.</summary>
/// <param name="time">Clock that the trials move.</param>
/// <param name="script">Outcome and duration of a trial.</param>
public sealed class ScriptedLauncher(ManualTime time, Func<TrialRequest, (TrialOutcome Outcome, double Seconds)> script)
    : ILauncher
{
    private readonly List<TrialRequest> requests = [];

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<TrialRequest> Requests => requests;

    /// <inheritdoc />
    public Task<Trial> LaunchAsync(
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        requests.Add(request);
        DateTimeOffset started = time.GetUtcNow();
        (TrialOutcome outcome, double seconds) = script(request);
        time.Advance(new Seconds(seconds));
        progress?.Report(new TrialProgress(Phase.Measurement, 16, 16, new Seconds(0.01)));
        return Task.FromResult(
            new Trial
            {
                Id = request.TrialId,
                RunId = request.RunId,
                Case = request.Case,
                Launch = request.Launch,
                Order = request.Order,
                Seed = request.Seed,
                StartedAt = started,
                Elapsed = new Seconds(seconds),
                Outcome = outcome,
            }
        );
    }
}
