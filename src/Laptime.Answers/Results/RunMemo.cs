using System.Collections.Concurrent;
using Laptime.Core.Runs;
using Laptime.Store;

namespace Laptime.Answers.Results;

/// <summary>
/// Remembers what was worked out of runs, for programs that answer again and again. A stored trial never changes, so a
/// run gives the same as long as it has the same trials; what came in since is worked out anew. Thread-safe.
/// </summary>
/// <param name="of">What is worked out; a pure function of the run.</param>
/// <param name="most">Runs to remember; where there are more, all are forgotten and begun anew.</param>
public sealed class RunMemo<T>(Func<RunRecord, T> of, int most)
    where T : class
{
    private readonly ConcurrentDictionary<Guid, (Trials Seen, T Found)> known = new();

    /// <summary>What is remembered of a run; null: nothing, or it has other trials by now.</summary>
    public T? Find(RunSummary run) =>
        known.TryGetValue(run.Id, out (Trials Seen, T Found) entry) && entry.Seen == Trials.Of(run)
            ? entry.Found
            : null;

    /// <summary>What a run comes to; null: it is gone.</summary>
    public async Task<T?> OfAsync(IRunStore store, RunSummary run, CancellationToken cancellationToken)
    {
        if (Find(run) is { } remembered)
        {
            return remembered;
        }
        if (await store.GetRunAsync(run.Id, cancellationToken) is not { } record)
        {
            return null;
        }
        T found = of(record);
        if (known.Count >= most)
        {
            known.Clear();
        }
        known[run.Id] = (Trials.Of(run), found);
        return found;
    }

    private readonly record struct Trials(int Measured, int Skipped, int Failed)
    {
        public static Trials Of(RunSummary run) => new(run.Measured, run.Skipped, run.Failed);
    }
}
