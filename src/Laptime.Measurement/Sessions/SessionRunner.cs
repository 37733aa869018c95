using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Sessions;

/// <summary>
/// The story of a run: launch after launch, every case that still needs one gets a fresh process, in fresh random
/// order, until all are resolved, hopeless, or out of time. A bad case never ends the run.
/// </summary>
/// <param name="protocol">Thresholds.</param>
/// <param name="launcher">Starts trials.</param>
/// <param name="time">Clock of the budget.</param>
public sealed class SessionRunner(Protocol protocol, ILauncher launcher, TimeProvider time)
{
    /// <summary>Runs what is missing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stored">Trials that it already has; none of their cases and launches is repeated, and their time counts as spent.</param>
    /// <param name="onTrial">Saves a trial the moment it has ended; the run waits for it.</param>
    /// <param name="events">For the display; called synchronously from the run; null: nobody looks.</param>
    /// <param name="cancellationToken">Cancels the trial under way; those that ended stay saved.</param>
    /// <returns>All trials, stored ones first, in the order they ended.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ImmutableArray<Trial>> RunAsync(
        Run run,
        IEnumerable<Trial> stored,
        Func<Trial, Task> onTrial,
        IProgress<SessionEvent>? events,
        CancellationToken cancellationToken
    )
    {
        List<Trial> trials = [.. stored];
        ProtocolTier tier = protocol.For(run.Tier);
        long started = time.GetTimestamp();
        Seconds spentBefore = new(trials.Sum(trial => trial.Elapsed.Value));

        for (int launch = 1; Open().Count > 0; launch++)
        {
            // A procedure laid down by others comes with its order.
            ImmutableArray<Case> order =
                run.Tier == Tier.Fixed ? run.Suite.Cases : LaunchOrder.Of(run.Suite.Cases, run.Seed, launch);
            for (int position = 0; position < order.Length; position++)
            {
                Case @case = order[position];
                IReadOnlyList<OpenCase> open = Open();
                OpenCase? next = open.FirstOrDefault(candidate => candidate.Trials.Case.Equals(@case));
                if (next is null || next.Trials.All.Any(trial => trial.Launch == launch))
                {
                    continue;
                }
                if (launch > 1 && TimeLeft() <= Seconds.Zero)
                {
                    events?.Report(new SessionEvent.BudgetSpent(launch));
                    return [.. trials];
                }
                (Seconds share, Seconds timeLeft) = Share(next, open);
                events?.Report(
                    new SessionEvent.TrialStarting(@case, launch, next.Wanted, Summarize(next.Trials), timeLeft)
                );
                Trial trial = await launcher.LaunchAsync(
                    Request(run, next, launch, position, share),
                    events is null ? null : new TrialRelay(@case, events),
                    cancellationToken
                );
                trials.Add(trial);
                await onTrial(trial);
                events?.Report(new SessionEvent.TrialEnded(trial, Summarize(new CaseTrials(@case, trials))));
            }
        }
        return [.. trials];

        Seconds TimeLeft() => run.Budget - spentBefore - Seconds.From(time.GetElapsedTime(started));

        CaseResult Summarize(CaseTrials of) => CaseSummary.Summarize(of, protocol, tier);

        IReadOnlyList<OpenCase> Open() =>
            [
                .. run
                    .Suite.Cases.Select(@case => new CaseTrials(@case, trials))
                    .Select(of => (Trials: of, Wanted: of.LaunchesWanted(protocol, tier, run.Repeat)))
                    .Where(state => state.Wanted is not null)
                    .Select(state => new OpenCase(
                        state.Trials,
                        state.Wanted!.Value,
                        CaseCost.Of(state.Trials, protocol, run.Tier)
                    )),
            ];

        // The trial's own share, and an estimate for all that is left.
        (Seconds Share, Seconds Total) Share(OpenCase next, IReadOnlyList<OpenCase> open)
        {
            // First in the list, so that the first share is its own.
            OpenCase[] todo =
            [
                .. open.OrderByDescending(candidate => ReferenceEquals(candidate, next))
                    .SelectMany(candidate => Enumerable.Repeat(candidate, candidate.Missing)),
            ];
            Seconds?[] needs = [.. todo.Select(candidate => candidate.Cost.Need(protocol.Window))];
            Seconds[] shares = TimeShares.Divide(TimeLeft(), needs);
            double total = needs.Zip(shares, (need, share) => Math.Min(need?.Value ?? share.Value, share.Value)).Sum();
            return (shares[0], new Seconds(total));
        }
    }

    private static TrialRequest Request(Run run, OpenCase next, int launch, int position, Seconds share)
    {
        // A share that does not even cover the start still buys the fewest blocks that make a trial.
        Seconds overhead = next.Cost.Overhead ?? Seconds.Zero;
        return new TrialRequest
        {
            TrialId = Guid.NewGuid(),
            RunId = run.Id,
            Case = next.Trials.Case,
            Launch = launch,
            Order = position,
            Seed = LaunchOrder.SeedOf(run.Seed, launch),
            Tier = run.Tier,
            StepsPerBlock = next.Cost.StepsPerBlock,
            ExpectedRate = next.Cost.Rate,
            Budget = new Seconds(Math.Max(0, (share - overhead).Value)),
            WeightsPath = run.WeightsPath,
            MeasuresEnergy = run.MeasuresEnergy,
            Script = run.Script,
        };
    }

    private sealed record OpenCase(CaseTrials Trials, int Wanted, CaseCost Cost)
    {
        public int Missing => Math.Max(1, Wanted - Trials.Logs.Length);
    }

    private sealed class TrialRelay(Case @case, IProgress<SessionEvent> events) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value) => events.Report(new SessionEvent.TrialUnderWay(@case, value));
    }
}
