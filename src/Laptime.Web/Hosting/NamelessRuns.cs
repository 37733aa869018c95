using System.Collections.Immutable;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Store;

namespace Laptime.Web.Hosting;

/// <summary>
/// A store whose runs come out without host names and paths: what a server shows that strangers may look at. What is handed
/// in is kept as it comes.
/// </summary>
internal sealed class NamelessRuns(IRunStore runs) : IRunStore
{
    public async Task<RunRecord?> GetRunAsync(Guid id, CancellationToken cancellationToken) =>
        await runs.GetRunAsync(id, cancellationToken) is { } record ? Redaction.Apply(record) : null;

    public async Task<ImmutableArray<RunSummary>> ListRunsAsync(RunShelf shelf, CancellationToken cancellationToken) =>
        [.. (await runs.ListRunsAsync(shelf, cancellationToken)).Select(Nameless)];

    public async Task<ImmutableArray<RunSummary>> SelectRunsAsync(
        RunQuery query,
        CancellationToken cancellationToken
    ) => [.. (await runs.SelectRunsAsync(query, cancellationToken)).Select(Nameless)];

    public async Task<RunPage> ListRunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        RunPage page = await runs.ListRunsAsync(query, cancellationToken);
        return page with { Runs = [.. page.Runs.Select(Nameless)] };
    }

    public async Task<Run?> FindResumableRunAsync(CancellationToken cancellationToken) =>
        await runs.FindResumableRunAsync(cancellationToken) is { } run
            ? Redaction.Apply(new RunRecord(run, [])).Run
            : null;

    public Task<int> CountRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        runs.CountRunsAsync(query, cancellationToken);

    public Task<RunFacets> ReadFacetsAsync(RunShelf shelf, CancellationToken cancellationToken) =>
        runs.ReadFacetsAsync(shelf, cancellationToken);

    public Task<ImmutableArray<Guid>> FindRunsAsync(string text, RunShelf shelf, CancellationToken cancellationToken) =>
        runs.FindRunsAsync(text, shelf, cancellationToken);

    public Task CreateRunAsync(Run run, CancellationToken cancellationToken) =>
        runs.CreateRunAsync(run, cancellationToken);

    public Task UpdateRunAsync(Run run, CancellationToken cancellationToken) =>
        runs.UpdateRunAsync(run, cancellationToken);

    public Task<SealVerdict?> SealRunAsync(Guid id, SigningKey? key, CancellationToken cancellationToken) =>
        runs.SealRunAsync(id, key, cancellationToken);

    public Task<bool> AppendTrialAsync(Trial trial, CancellationToken cancellationToken) =>
        runs.AppendTrialAsync(trial, cancellationToken);

    public Task<bool> DeleteRunAsync(Guid id, CancellationToken cancellationToken) =>
        runs.DeleteRunAsync(id, cancellationToken);

    public Task<bool> RestoreRunAsync(Guid id, CancellationToken cancellationToken) =>
        runs.RestoreRunAsync(id, cancellationToken);

    public Task<bool> PurgeRunAsync(Guid id, CancellationToken cancellationToken) =>
        runs.PurgeRunAsync(id, cancellationToken);

    public Task<ImportResult> ImportAsync(RunRecord record, CancellationToken cancellationToken) =>
        runs.ImportAsync(record, cancellationToken);

    public Task<SubmitResult> SubmitAsync(RunRecord record, CancellationToken cancellationToken) =>
        runs.SubmitAsync(record, cancellationToken);

    // The store is the caller's.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static RunSummary Nameless(RunSummary run) => run with { HostName = null };
}
