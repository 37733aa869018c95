using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Sweeps;
using Laptime.Core.Trials;
using Laptime.Launch;
using Laptime.Probe;
using Laptime.Probe.MainMemory;
using Laptime.Store;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Running;

/// <summary>
/// Finds the batch of each case of a run: a fresh process for each size that is tried, so that running out of memory ends
/// that process and nothing else. What was tried is saved at once; an interrupted search goes on where it stopped.
/// </summary>
internal sealed class BatchFinder(Screen screen, IRunStore store, Adapter adapter, TimeProvider time)
{
    // A step that swaps or crawls at the edge is no use to anybody.
    private static readonly TimeSpan s_hangLimit = TimeSpan.FromMinutes(10);

    /// <summary>Searches of a run in which every planned case has batch 1.</summary>
    /// <param name="suite">The planned suite.</param>
    /// <param name="budgetGiven">Time for everything; half of it is for the searches. Null: they take what they need.</param>
    public static ImmutableArray<BatchSearch> Plan(Suite suite, Seconds? budgetGiven) =>
        [
            .. suite.Cases.Select(@case => new BatchSearch
            {
                Case = @case,
                Probes = [],
                TimeAllowed = budgetGiven is { } budget ? budget / (2.0 * suite.Cases.Length) : null,
            }),
        ];

    /// <summary>The run as its trials are timed: where a budget was given, what the searches took of it is gone.</summary>
    public static Run Timed(Run run) =>
        run.BatchSearches.Any(search => search.TimeAllowed is not null)
            ? run with
            {
                Budget = new Seconds(
                    Math.Max(0, run.Budget.Value - run.BatchSearches.Sum(search => search.Spent.Value))
                ),
            }
            : run;

    /// <summary>Finishes all searches.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Stops the process under way; what was tried before stays.</param>
    /// <returns>The run as it is saved after each size that was tried.</returns>
    public async IAsyncEnumerable<Run> FindAsync(Run run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < run.BatchSearches.Length; i++)
        {
            if (run.BatchSearches[i].Next is not null)
            {
                screen.Rewrite("");
                screen.Say(
                    $"Looking for the largest batch of {Name(run.BatchSearches[i], run)}, {BatchSearchText.Bounds(Room())}:"
                );
            }
            while (run.BatchSearches[i].Next is { } batch)
            {
                BatchSearch search = await TryAsync(run, run.BatchSearches[i], batch, cancellationToken);
                run = run with { BatchSearches = run.BatchSearches.SetItem(i, search) };
                await store.UpdateRunAsync(run, CancellationToken.None);
                yield return run;
            }
        }
    }

    /// <summary>Puts the batches with the best throughput into the suite.</summary>
    /// <param name="run">The run, its searches over.</param>
    /// <param name="stored">Trials that it has.</param>
    /// <returns>The run, and its trials with one for each case that cannot run at any batch.</returns>
    public async Task<(Run Run, ImmutableArray<Trial> Trials)> SettleAsync(Run run, ImmutableArray<Trial> stored)
    {
        foreach (BatchSearch search in run.BatchSearches.Where(search => search.Largest is null))
        {
            if (!stored.Any(trial => trial.Case.Equals(search.Case)))
            {
                Trial hopeless = Hopeless(run, search);
                await store.AppendTrialAsync(hopeless, CancellationToken.None);
                stored = stored.Add(hopeless);
            }
        }
        Dictionary<Case, int> best = run.BatchSearches.ToDictionary(search => search.Case, search => search.Best ?? 1);
        ImmutableArray<Case> cases =
        [
            .. run.Suite.Cases.Select(@case =>
                best.TryGetValue(@case, out int batch) ? @case with { Batch = batch } : @case
            ),
        ];
        run = run with { Suite = run.Suite with { Cases = cases } };
        await store.UpdateRunAsync(run, CancellationToken.None);
        return (run, stored);
    }

    private static MemoryRoom Room() => PlatformProbe.ReadMemoryRoom();

    private static string Name(BatchSearch search, Run run) =>
        CaseText.WithoutBatch(search.Case, CaseText.NeedThreads(run.Suite.Cases));

    private async Task<BatchSearch> TryAsync(
        Run run,
        BatchSearch search,
        int batch,
        CancellationToken cancellationToken
    )
    {
        MemoryRoom room = Room();
        LocalLauncher launcher = new(
            OwnProgram.Worker(run, adapter, _ => s_hangLimit) with
            {
                Watch = new MemoryWatch(room.Room, new Bytes(room.Margin.Value / 2)).WatchAsync,
            },
            time
        );
        string name = Name(search, run);
        screen.Rewrite($"{name}: trying batch {batch}");
        TrialRequest request = new()
        {
            TrialId = Guid.NewGuid(),
            RunId = run.Id,
            Case = search.Case with { Batch = batch },
            Launch = 1,
            Order = 0,
            Seed = run.Seed,
            Tier = run.Tier,
            WeightsPath = run.WeightsPath,
            Script = run.Script,
            IsFitting = true,
        };
        Trial trial = await launcher.LaunchAsync(request, new Rewriting(screen, name, batch), cancellationToken);
        screen.Rewrite("");
        if (trial.Outcome is TrialOutcome.Skipped skipped)
        {
            return search with { Obstacle = skipped.Reason };
        }
        BatchProbe probe = Probe(trial, room.Room);
        screen.Say($"      batch {batch}: {BatchSearchText.Describe(probe, ItemName(trial))}");
        return search with { Probes = search.Probes.Add(probe) };
    }

    private static string ItemName(Trial trial) =>
        trial.Outcome is TrialOutcome.Measured { Samples.ItemName: var name } ? name : "item";

    /// <summary>What a trial says about its batch.</summary>
    /// <param name="trial">Measured or failed.</param>
    /// <param name="room">Resident memory that it might have; null: not known.</param>
    internal static BatchProbe Probe(Trial trial, Bytes? room)
    {
        BatchProbe probe = new()
        {
            Batch = trial.Case.Batch,
            Fits = false,
            Elapsed = trial.Elapsed,
        };
        switch (trial.Outcome)
        {
            // A short peak may escape the watch, but not the kernel's account.
            case TrialOutcome.Measured { Samples: var samples } when samples.PeakResident > room:
                return probe with
                {
                    PeakResident = samples.PeakResident,
                    Reason =
                        $"It took {samples.PeakResident} for a moment; no more than {room} is to be had without harm to others.",
                };
            case TrialOutcome.Measured { Samples: var samples }:
                Block[] timed = [.. samples.Blocks.Where(block => block.Phase == Phase.Measurement)];
                return probe with
                {
                    Fits = true,
                    ItemsPerSecond =
                        timed.Sum(block => (double)block.Steps)
                        * samples.ItemsPerStep
                        / timed.Sum(block => block.Wall.Value),
                    PeakResident = samples.PeakResident,
                    PeakDevice = samples.PeakDevice,
                };
            case TrialOutcome.Failed failed:
                return probe with { Reason = failed.Attempted };
            default:
                throw new ArgumentException($"A {trial.Outcome.GetType().Name} trial tells nothing.", nameof(trial));
        }
    }

    private Trial Hopeless(Run run, BatchSearch search)
    {
        BatchProbe? tried = search.Probes.IsEmpty ? null : search.Probes[^1];
        return new Trial
        {
            Id = Guid.NewGuid(),
            RunId = run.Id,
            Case = search.Case,
            Launch = 1,
            Order = 0,
            Seed = run.Seed,
            StartedAt = time.GetUtcNow(),
            Elapsed = search.Spent,
            Outcome = search.Obstacle is { } obstacle
                ? new TrialOutcome.Skipped(obstacle)
                : new TrialOutcome.Failed(
                    $"Not even a batch of 1 runs. {tried?.Reason}".TrimEnd(),
                    "Free memory, raise the limit, or choose another device or precision."
                ),
        };
    }

    private sealed class Rewriting(Screen screen, string name, int batch) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value) =>
            screen.Rewrite($"{name}: trying batch {batch}, step {value.Blocks}, {value.PerStep} a step");
    }
}
