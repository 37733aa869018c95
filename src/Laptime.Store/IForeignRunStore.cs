using System.Collections.Immutable;
using Laptime.Formats.AiBenchmark;

namespace Laptime.Store;

/// <summary>
/// Keeps runs of other tools, as they were imported. What a method has returned from is saved. Several processes may use
/// one store at a time. Every method throws <see cref="StoreException"/> when results cannot be read or saved.
/// </summary>
public interface IForeignRunStore
{
    /// <summary>Saves a run with the text it was read from. If it was in the bin it comes out.</summary>
    /// <param name="run">The run.</param>
    /// <param name="text">The whole text, for whoever doubts the reading.</param>
    /// <param name="cancellationToken">Gives up before saving.</param>
    /// <returns>False if the same run is here already; a name that it lacks or that differs is saved nevertheless.</returns>
    Task<bool> ImportForeignAsync(ForeignRun run, string text, CancellationToken cancellationToken);

    /// <summary>All of them, the latest import first.</summary>
    Task<ImmutableArray<ForeignRun>> ListForeignAsync(RunShelf shelf, CancellationToken cancellationToken);

    /// <summary>Moves one to the bin.</summary>
    /// <returns>False if no such run was on the shelf.</returns>
    Task<bool> DeleteForeignAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Takes one out of the bin.</summary>
    /// <returns>False if no such run was in the bin.</returns>
    Task<bool> RestoreForeignAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes one in the bin for good.</summary>
    /// <returns>False if no such run was in the bin.</returns>
    Task<bool> PurgeForeignAsync(Guid id, CancellationToken cancellationToken);
}
