using System.Collections.Immutable;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats.Sealing;

namespace Laptime.Store;

/// <summary>
/// Keeps runs with their trials. What a method has returned from is saved: it outlives a crash, kill -9 and power loss.
/// Several processes may use one store at a time. Every method throws <see cref="StoreException"/> when results cannot
/// be read or saved.
/// </summary>
public interface IRunStore : IAsyncDisposable
{
    /// <summary>Saves a new run without trials.</summary>
    Task CreateRunAsync(Run run, CancellationToken cancellationToken);

    /// <summary>Saves a run's facts anew; its trials stay as they are.</summary>
    Task UpdateRunAsync(Run run, CancellationToken cancellationToken);

    /// <summary>
    /// Seals a run that has ended, over its trials as they are stored. A seal that it has is replaced; saving the run's facts
    /// anew with another seal, or with none, takes it away again.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="key">Signs as well; null: the digest alone.</param>
    /// <param name="cancellationToken">Gives up before saving.</param>
    /// <returns>What the seal tells now; null if there is no such run.</returns>
    Task<SealVerdict?> SealRunAsync(Guid id, SigningKey? key, CancellationToken cancellationToken);

    /// <summary>Saves a trial that has ended.</summary>
    /// <returns>False if a trial with that id was saved before; that one stays unchanged.</returns>
    Task<bool> AppendTrialAsync(Trial trial, CancellationToken cancellationToken);

    /// <summary>Runs without their raw data, the latest first.</summary>
    Task<ImmutableArray<RunSummary>> ListRunsAsync(RunShelf shelf, CancellationToken cancellationToken);

    /// <summary>One page of the runs that a query asks for, without their raw data. Nothing is counted, which takes longer than a page.</summary>
    Task<ImmutableArray<RunSummary>> SelectRunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>One page of the runs that a query asks for, without their raw data, and how many there are in all.</summary>
    Task<RunPage> ListRunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>How many runs a query asks for; its order and page do not matter.</summary>
    Task<int> CountRunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>What the runs of a shelf can be chosen by, each value with its number of runs.</summary>
    Task<RunFacets> ReadFacetsAsync(RunShelf shelf, CancellationToken cancellationToken);

    /// <summary>Ids of the runs that <paramref name="text"/> may mean: <c>last</c>, an id, or the beginning of one.</summary>
    Task<ImmutableArray<Guid>> FindRunsAsync(string text, RunShelf shelf, CancellationToken cancellationToken);

    /// <summary>A run with its trials in the order they were saved, deleted ones too; null if there is none.</summary>
    Task<RunRecord?> GetRunAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// The latest run that was measured here and is not finished; null if there is none. It may still be under way in another
    /// process, and where a data directory is shared it may belong to another machine: compare its platform.
    /// </summary>
    Task<Run?> FindResumableRunAsync(CancellationToken cancellationToken);

    /// <summary>Moves a run to the bin.</summary>
    /// <returns>False if no such run was on the shelf.</returns>
    Task<bool> DeleteRunAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Takes a run out of the bin.</summary>
    /// <returns>False if no such run was in the bin.</returns>
    Task<bool> RestoreRunAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes a run in the bin for good, with its trials.</summary>
    /// <returns>False if no such run was in the bin.</returns>
    Task<bool> PurgeRunAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Saves a run from elsewhere, whole or not at all. Of a run that is here already, only the missing trials are
    /// added; if it was in the bin it comes out. A run without a seal is sealed, a seal that does not fit stays as it is: the
    /// caller decides whether an altered run is let in.
    /// </summary>
    Task<ImportResult> ImportAsync(RunRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Saves a run that somebody hands in, whole or not at all, and never changes what is here: the same run again is the
    /// one that is here; of a run that was not finished, trials may follow; what contradicts it is refused.
    /// </summary>
    Task<SubmitResult> SubmitAsync(RunRecord record, CancellationToken cancellationToken);
}

/// <summary>What an import changed.</summary>
/// <param name="IsNewRun">Whether the run was unknown before.</param>
/// <param name="NewTrials">Trials that were added.</param>
public sealed record ImportResult(bool IsNewRun, int NewTrials);
