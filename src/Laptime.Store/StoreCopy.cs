using System.Collections.Immutable;
using Laptime.Core.Runs;
using Laptime.Formats.Sealing;
using Laptime.Store.Access;
using Laptime.Store.Relational;

namespace Laptime.Store;

/// <summary>Copies all that one store holds into another, and checks what a store holds.</summary>
public static class StoreCopy
{
    // One commit for each of them would wait for the disk as often; more would be more to do again after an interruption.
    private const int RunsAtOnce = 100;

    /// <summary>
    /// Copies every run with its trials, deleted ones too, every imported output, and what recognises tokens, then reads both
    /// stores and compares their documents. What was there stays; the same copy once more changes nothing, and goes on where an interrupted one ended.
    /// </summary>
    /// <param name="from">Is read only.</param>
    /// <param name="to">Takes what it lacks.</param>
    /// <param name="progress">Told the number of runs done, first of the copying, then of the comparing; null: nobody listens.</param>
    /// <param name="cancellationToken">Stops after the runs under way; what was copied stays.</param>
    /// <exception cref="StoreException">One of them cannot be read or written.</exception>
    public static async Task<CopyResult> RunAsync(
        RelationalStore from,
        RelationalStore to,
        IProgress<CopyProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        List<string> ids = await from.ReadIdsAsync(cancellationToken);
        int changed = 0;
        int done = 0;
        foreach (string[] part in ids.Chunk(RunsAtOnce))
        {
            List<RawRun> runs = [];
            foreach (string id in part)
            {
                if (await from.ReadRawAsync(id, cancellationToken) is { } run)
                {
                    runs.Add(run);
                }
            }
            changed += await to.WriteRawAsync(runs, cancellationToken);
            done += part.Length;
            progress?.Report(new CopyProgress(done, ids.Count, IsComparing: false));
        }
        List<RawForeignRun> foreign = await from.ReadRawForeignAsync(cancellationToken);
        int changedForeign = await to.WriteRawForeignAsync(foreign, cancellationToken);
        ImmutableArray<AccessToken> tokens = await from.ListTokensAsync(cancellationToken);
        int changedTokens = await to.WriteRawTokensAsync(tokens, cancellationToken);
        return new CopyResult
        {
            Runs = ids.Count,
            ChangedRuns = changed,
            Foreign = foreign.Count,
            ChangedForeign = changedForeign,
            Tokens = tokens.Length,
            ChangedTokens = changedTokens,
            Different = await CompareAsync(from, to, ids, foreign, progress, cancellationToken),
        };
    }

    /// <summary>Reads every run and trial, and looks at the seals.</summary>
    /// <param name="store">Is read only.</param>
    /// <param name="progress">Told the number of runs done; null: nobody listens.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<CheckResult> CheckAsync(
        RelationalStore store,
        IProgress<CopyProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        List<string> ids = await store.ReadIdsAsync(cancellationToken);
        Dictionary<SealState, int> seals = [];
        List<string> troubles = [];
        int trials = 0;
        int done = 0;
        foreach (string id in ids)
        {
            try
            {
                if (await store.GetRunAsync(Guid.Parse(id), cancellationToken) is { } record)
                {
                    SealVerdict verdict = RunSealing.Verify(record);
                    seals[verdict.State] = seals.GetValueOrDefault(verdict.State) + 1;
                    trials += record.Trials.Length;
                    if (verdict.State == SealState.Altered)
                    {
                        troubles.Add($"Run {id} is altered: {verdict.Reason}");
                    }
                }
            }
            catch (StoreException e)
            {
                troubles.Add(e.Message);
            }
            progress?.Report(new CopyProgress(++done, ids.Count, IsComparing: true));
        }
        return new CheckResult(ids.Count, trials, seals, troubles);
    }

    private static async Task<List<string>> CompareAsync(
        RelationalStore from,
        RelationalStore to,
        List<string> ids,
        List<RawForeignRun> foreign,
        IProgress<CopyProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        List<string> different = [];
        int done = 0;
        foreach (string id in ids)
        {
            RawRun? original = await from.ReadRawAsync(id, cancellationToken);
            RawRun? copy = await to.ReadRawAsync(id, cancellationToken);
            if (original is not null && !Holds(copy, original))
            {
                different.Add(id);
            }
            progress?.Report(new CopyProgress(++done, ids.Count, IsComparing: true));
        }
        Dictionary<string, string> documents = (await to.ReadRawForeignAsync(cancellationToken)).ToDictionary(
            run => run.Id,
            run => run.Document,
            StringComparer.Ordinal
        );
        different.AddRange(
            foreign.Where(run => documents.GetValueOrDefault(run.Id) != run.Document).Select(run => run.Id)
        );
        return different;
    }

    /// <summary>Whether the copy is the original, or has more trials and all of the original's.</summary>
    private static bool Holds(RawRun? copy, RawRun original) =>
        copy is not null
        && (
            copy.Digest() == original.Digest()
            || (copy.Trials.Length > original.Trials.Length && !original.Trials.Except(copy.Trials).Any())
        );
}

/// <summary>Where a copy or a check stands.</summary>
/// <param name="Done">Runs done.</param>
/// <param name="Total">Runs in all.</param>
/// <param name="IsComparing">Whether they are only read.</param>
public sealed record CopyProgress(int Done, int Total, bool IsComparing);

/// <summary>What a copy did.</summary>
public sealed record CopyResult
{
    /// <summary>Runs of the first store.</summary>
    public required int Runs { get; init; }

    /// <summary>Runs that the second store lacked, or had less of.</summary>
    public required int ChangedRuns { get; init; }

    /// <summary>Imported outputs of the first store.</summary>
    public required int Foreign { get; init; }

    /// <summary>Imported outputs that the second store lacked.</summary>
    public required int ChangedForeign { get; init; }

    /// <summary>Tokens of the first store.</summary>
    public required int Tokens { get; init; }

    /// <summary>Tokens that the second store lacked, or did not know to be revoked.</summary>
    public required int ChangedTokens { get; init; }

    /// <summary>Ids of what is not the same in both after the copy: it was changed on one side.</summary>
    public required IReadOnlyList<string> Different { get; init; }
}

/// <summary>What a store holds.</summary>
/// <param name="Runs">Runs, deleted ones too.</param>
/// <param name="Trials">Trials that could be read.</param>
/// <param name="Seals">Runs by what their seals tell.</param>
/// <param name="Troubles">What cannot be read or was altered, a sentence each.</param>
public sealed record CheckResult(
    int Runs,
    int Trials,
    IReadOnlyDictionary<SealState, int> Seals,
    IReadOnlyList<string> Troubles
);
