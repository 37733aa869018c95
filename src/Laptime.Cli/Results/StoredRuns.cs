using System.Collections.Immutable;
using Laptime.Cli.Terminal;
using Laptime.Core.Runs;
using Laptime.Formats.AiBenchmark;
using Laptime.Store;
using Laptime.Store.Access;
using Laptime.Store.Relational;

namespace Laptime.Cli.Results;

/// <summary>The user's results, asked for runs by what people type. What cannot be found is complained of, with the way out.</summary>
internal sealed class StoredRuns(IRunStore store, IForeignRunStore foreign, IAccessTokenStore tokens, Screen screen)
    : IAsyncDisposable
{
    private const int MostNamed = 5;

    /// <summary>A program that saves a trial holds the database for milliseconds; a server that restarts is away for seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Where the runs are.</summary>
    public IRunStore Store => store;

    /// <summary>Where imported runs of the original AI-Benchmark are.</summary>
    public IForeignRunStore Foreign => foreign;

    /// <summary>What recognises tokens of a server on these results.</summary>
    public IAccessTokenStore Tokens => tokens;

    /// <summary>Opens the store that the command line names.</summary>
    /// <exception cref="StoreException">They cannot be opened; the message says why and what to do.</exception>
    public static async Task<StoredRuns> OpenAsync(Screen screen, CancellationToken cancellationToken)
    {
        RelationalStore store = await ChosenStore.Address.OpenAsync(TimeProvider.System, Patience, cancellationToken);
        return new StoredRuns(store, store, store, screen);
    }

    /// <summary>The one run that the text means; null after a complaint.</summary>
    /// <param name="text"><c>last</c>, an id, or the beginning of one.</param>
    /// <param name="shelf">Where to look.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="withForeign">Whether an imported run of the original AI-Benchmark may be meant.</param>
    public async Task<Guid?> FindAsync(
        string text,
        RunShelf shelf,
        CancellationToken cancellationToken,
        bool withForeign = false
    )
    {
        ImmutableArray<Guid> found = await store.FindRunsAsync(text, shelf, cancellationToken);
        if (withForeign)
        {
            found = found.AddRange((await FindForeignAsync(text, shelf, cancellationToken)).Select(run => run.Id));
        }
        if (found is [Guid only])
        {
            return only;
        }
        screen.Complain(
            found.IsEmpty
                ? await ExplainAbsenceAsync(text, shelf, cancellationToken)
                : $"'{text}' may mean any of {found.Length} runs: {Name(found)}. Type more of the id."
        );
        return null;
    }

    /// <summary>The runs that the texts mean, each once; null after a complaint about the first that means none.</summary>
    public async Task<ImmutableArray<Guid>?> FindAllAsync(
        IEnumerable<string> texts,
        RunShelf shelf,
        CancellationToken cancellationToken,
        bool withForeign = false
    )
    {
        List<Guid> ids = [];
        foreach (string text in texts)
        {
            if (await FindAsync(text, shelf, cancellationToken, withForeign) is not { } id)
            {
                return null;
            }
            ids.Add(id);
        }
        return [.. ids.Distinct()];
    }

    /// <summary>Imported runs of the original AI-Benchmark that the text may mean: an id or the beginning of one.</summary>
    public async Task<ImmutableArray<ForeignRun>> FindForeignAsync(
        string text,
        RunShelf shelf,
        CancellationToken cancellationToken
    ) =>
        text.Length == 0 || !text.All(c => char.IsAsciiHexDigit(c) || c == '-')
            ? []
            :
            [
                .. (await foreign.ListForeignAsync(shelf, cancellationToken)).Where(run =>
                    run.Id.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase)
                ),
            ];

    /// <summary>The run that the text means, with its trials; null after a complaint.</summary>
    public async Task<RunRecord?> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (await FindAsync(text, RunShelf.Kept, cancellationToken) is not { } id)
        {
            return null;
        }
        RunRecord? record = await store.GetRunAsync(id, cancellationToken);
        if (record is null)
        {
            screen.Complain($"Run {id} was deleted for good this very moment.");
        }
        return record;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<string> ExplainAbsenceAsync(string text, RunShelf shelf, CancellationToken cancellationToken)
    {
        if (await FindForeignAsync(text, shelf, cancellationToken) is [{ Id: var imported }, ..])
        {
            return $"{ShortId.Of(imported)} was imported from a printed output and has no raw samples. "
                + $"See it with: laptime results show {imported}";
        }
        RunShelf other = shelf == RunShelf.Kept ? RunShelf.Bin : RunShelf.Kept;
        ImmutableArray<Guid> elsewhere =
        [
            .. await store.FindRunsAsync(text, other, cancellationToken),
            .. (await FindForeignAsync(text, other, cancellationToken)).Select(run => run.Id),
        ];
        return (shelf, text, elsewhere) switch
        {
            (RunShelf.Kept, "last", []) => "There are no results yet. Measure with: laptime run",
            (RunShelf.Kept, "last", _) => "All runs are in the bin. See them with: laptime results list --bin",
            (RunShelf.Kept, _, [Guid id]) =>
                $"Run {ShortId.Of(id)} is in the bin. Bring it back with: laptime results restore {id}",
            (RunShelf.Kept, _, _) => $"There is no run '{text}'. See them with: laptime results list",
            (RunShelf.Bin, "last", _) => "The bin is empty.",
            (RunShelf.Bin, _, [Guid id]) =>
                $"Run {ShortId.Of(id)} is not in the bin; 'laptime results delete {id}' puts it there.",
            _ => $"There is no run '{text}' in the bin. See what is there with: laptime results list --bin",
        };
    }

    private static string Name(ImmutableArray<Guid> ids)
    {
        string named = string.Join(", ", ShortId.Of(ids).Take(MostNamed));
        return ids.Length > MostNamed ? $"{named}, …" : named;
    }
}
