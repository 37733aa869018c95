using Laptime.Cli.Terminal;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Trials;
using Laptime.Measurement.Sessions;

namespace Laptime.Cli.Running;

/// <summary>
/// Shows a run under way on standard error: on a terminal one line that rewrites itself below the trials that ended,
/// elsewhere only those.
/// </summary>
internal sealed class RunDisplay(Screen screen, int alreadyDone, bool withThreads) : IProgress<SessionEvent>
{
    private int done = alreadyDone;
    private SessionEvent.TrialStarting? current;

    /// <summary>Removes the line that rewrites itself.</summary>
    public void Clear() => screen.Rewrite("");

    public void Report(SessionEvent value)
    {
        switch (value)
        {
            case SessionEvent.TrialStarting starting:
                current = starting;
                Show("starting");
                break;
            case SessionEvent.TrialUnderWay { Progress: var progress }:
                Show(Describe(progress));
                break;
            case SessionEvent.TrialEnded ended:
                done++;
                Clear();
                screen.Say($"{done, 4}  {Describe(ended)}");
                break;
            case SessionEvent.BudgetSpent:
                Clear();
                screen.Say(
                    "The time allowed is used up; the intervals are as narrow as they got. Allow more with --budget."
                );
                break;
        }
    }

    private static string Describe(TrialProgress progress)
    {
        if (progress is { Queries: { } queries, PerStep: { } latency })
        {
            return queries == 0
                ? $"answering queries, {latency} each when alone"
                : $"pass {progress.Blocks}, {queries:N0} queries, the last answered in {latency}";
        }
        string phase = progress.Phase switch
        {
            Phase.Pilot => "pilot",
            Phase.Warmup => "warm-up",
            _ => "measuring",
        };
        string blocks = progress.Expected is { } expected ? $"{progress.Blocks}/{expected}" : $"{progress.Blocks}";
        return progress.PerStep is { } step ? $"{phase} {blocks}, {step} a step" : $"{phase} {blocks}";
    }

    private string Describe(SessionEvent.TrialEnded ended)
    {
        Trial trial = ended.Trial;
        string name = $"{CaseText.Full(trial.Case, withThreads)}, launch {trial.Launch}";
        return trial.Outcome switch
        {
            TrialOutcome.Skipped skipped => $"{name}: skipped. {skipped.Reason}",
            TrialOutcome.Failed failed => $"{name}: failed. {failed.Attempted} {failed.Advice}",
            TrialOutcome.Measured { Samples.InvalidReason: { } reason } => $"{name}: invalid. {reason}",
            _ => $"{name}: {SoFar(ended.SoFar)}",
        };
    }

    private static string SoFar(CaseResult result) =>
        result switch
        {
            { Serving: { } serving } => ServingText.Headline(serving),
            { ItemsPerSecond: { } rate, HalfWidth: { } halfWidth } =>
                $"{Figures.WithInterval(rate, rate * halfWidth)} {result.ItemName}s/s",
            { ItemsPerSecond: { } rate } => $"{rate:G4} {result.ItemName}s/s",
            _ => "no figure yet",
        };

    private void Show(string state)
    {
        if (current is not { } trial)
        {
            return;
        }
        string soFar = trial.SoFar is { ItemsPerSecond: null, Serving: null } ? "" : $" ({SoFar(trial.SoFar)} so far)";
        string left = trial.TimeLeft > Seconds.Zero ? $"; {Figures.Span(trial.TimeLeft)} left" : "";
        screen.Rewrite(
            $"{CaseText.Full(trial.Case, withThreads)}, launch {trial.Launch} of {trial.LaunchesWanted}{soFar}: {state}{left}"
        );
    }
}
