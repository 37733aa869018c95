using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Store.Access;

namespace Laptime.Store.Relational;

/// <summary>
/// Runs in a relational database: the statements, which both databases understand. What differs between them, and how
/// connections and failures are dealt with, is the business of the store of each.
/// </summary>
public abstract partial class RelationalStore : IRunStore, IForeignRunStore, IAccessTokenStore
{
    private readonly TimeProvider _time;

    private protected RelationalStore(string place, TimeProvider time)
    {
        Place = place;
        _time = time;
    }

    /// <summary>Where the results are, as messages name it; without a password.</summary>
    public string Place { get; }

    /// <summary>The database's function of (text, part): a number above 0 if the part occurs in the text.</summary>
    private protected abstract string Contains { get; }

    /// <summary>Whether the database chooses well between an index and the whole table.</summary>
    private protected abstract bool Chooses { get; }

    /// <summary>Whether unknown values have to be told to be the smallest.</summary>
    private protected abstract bool OrdersNulls { get; }

    /// <summary>Saves a trial unless its id is taken, and says whether it did (1 or 0).</summary>
    private protected abstract Task<int> InsertTrialAsync(
        DbConnection db,
        Trial trial,
        string document,
        CancellationToken cancellationToken
    );

    /// <summary>Reads; all statements of <paramref name="work"/> see the database as it was at one instant.</summary>
    private protected abstract Task<T> ReadAsync<T>(
        string attempted,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    );

    /// <summary>Changes something, whole or not at all; what it has returned from is on the disk.</summary>
    /// <param name="attempted">What is being done, as the end of "could not …".</param>
    /// <param name="mayRepeat">Whether the same may be done once more when it is not known if it was done.</param>
    /// <param name="work">The statements.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private protected abstract Task<T> WriteAsync<T>(
        string attempted,
        bool mayRepeat,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    );

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    /// <inheritdoc />
    public Task CreateRunAsync(Run run, CancellationToken cancellationToken) =>
        WriteAsync(
            $"save run {run.Id}",
            mayRepeat: true,
            async (db, token) =>
            {
                string document = Text(run);
                if (await InsertAsync(db, run, importedAt: null, SealState.Unsealed, token))
                {
                    return true;
                }
                // A repetition after a lost connection finds its own run.
                object? stored = await db.ScalarAsync(
                    "SELECT document FROM runs WHERE id = @id",
                    token,
                    ("id", Text(run.Id))
                );
                return stored is string text && text == document
                    ? true
                    : throw new StoreException(
                        $"Run {run.Id} is in {Place} already, and is another one. Nothing was changed."
                    );
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task UpdateRunAsync(Run run, CancellationToken cancellationToken) =>
        WriteAsync(
            $"save run {run.Id}",
            mayRepeat: true,
            async (db, token) =>
                await UpdateAsync(db, run, seal: null, token)
                    ? true
                    : throw new StoreException($"Run {run.Id} is no longer in {Place}."),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<SealVerdict?> SealRunAsync(Guid id, SigningKey? key, CancellationToken cancellationToken) =>
        WriteAsync(
            $"seal run {id}",
            mayRepeat: true,
            async (db, token) =>
            {
                if (await FindRecordAsync(db, id, token) is not { } record)
                {
                    return null;
                }
                RunRecord whole = RunSealing.Seal(record, key);
                SealVerdict verdict = RunSealing.Verify(whole);
                await UpdateAsync(db, whole.Run, verdict.State, token);
                return verdict;
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> AppendTrialAsync(Trial trial, CancellationToken cancellationToken) =>
        WriteAsync(
            $"save trial {trial.Id} of {trial.Case}",
            mayRepeat: true,
            (db, token) => AppendAsync(db, trial, token),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<RunRecord?> GetRunAsync(Guid id, CancellationToken cancellationToken) =>
        ReadAsync($"read run {id}", (db, token) => FindRecordAsync(db, id, token), cancellationToken);

    /// <inheritdoc />
    public Task<Run?> FindResumableRunAsync(CancellationToken cancellationToken) =>
        ReadAsync(
            "look for a run to resume",
            async (db, token) =>
                (
                    await db.QueryAsync(
                        """
                        SELECT document FROM runs WHERE id = (
                            SELECT id FROM run_summaries
                            WHERE in_bin = 0 AND is_imported = 0 AND status IN ('running', 'cancelled')
                            ORDER BY started_at DESC, id DESC LIMIT 1
                        )
                        """,
                        ReadRun,
                        token
                    )
                ).SingleOrDefault(),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> DeleteRunAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync(
            $"delete run {id}",
            mayRepeat: false,
            async (db, token) =>
                await db.ExecuteAsync(
                    "UPDATE run_summaries SET deleted_at = @now, in_bin = 1 WHERE id = @id AND deleted_at IS NULL",
                    token,
                    ("now", Now()),
                    ("id", Text(id))
                ) == 1,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> RestoreRunAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync(
            $"restore run {id}",
            mayRepeat: false,
            (db, token) => RestoreAsync(db, id, token),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> PurgeRunAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync(
            $"purge run {id}",
            mayRepeat: false,
            async (db, token) =>
                await db.ExecuteAsync(
                    "DELETE FROM runs WHERE id = (SELECT id FROM run_summaries WHERE id = @id AND deleted_at IS NOT NULL)",
                    token,
                    ("id", Text(id))
                ) == 1,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<ImportResult> ImportAsync(RunRecord record, CancellationToken cancellationToken) =>
        WriteAsync(
            $"import run {record.Run.Id}",
            mayRepeat: true,
            async (db, token) =>
            {
                RunRecord incoming = record.Run.Seal is null ? RunSealing.Seal(record, key: null) : record;
                SealState state = RunSealing.Verify(incoming).State;
                if (await InsertAsync(db, incoming.Run, importedAt: Now(), state, token))
                {
                    return new ImportResult(true, await AppendAllAsync(db, incoming.Trials, token));
                }
                // Out of the bin; and takes the row: of two imports of one run at a time, one waits for the other.
                await db.ExecuteAsync(
                    "UPDATE run_summaries SET deleted_at = NULL, in_bin = 0 WHERE id = @id",
                    token,
                    ("id", Text(incoming.Run.Id))
                );
                RunRecord here = (await FindRecordAsync(db, incoming.Run.Id, token))!;
                int added = await AppendAllAsync(db, incoming.Trials, token);
                await MergeAsync(db, here, record, added, token);
                return new ImportResult(false, added);
            },
            cancellationToken
        );

    private async Task<int> AppendAllAsync(
        DbConnection db,
        ImmutableArray<Trial> trials,
        CancellationToken cancellationToken
    )
    {
        int added = 0;
        foreach (Trial trial in trials)
        {
            added += await AppendAsync(db, trial, cancellationToken) ? 1 : 0;
        }
        return added;
    }

    /// <summary>What a run that was here becomes by an import; nothing, if that brought neither trials nor a signature.</summary>
    private static async Task MergeAsync(
        DbConnection db,
        RunRecord here,
        RunRecord incoming,
        int added,
        CancellationToken cancellationToken
    )
    {
        // A run under way here is sealed when it ends.
        if (added == 0 && (here.Run.Status == RunStatus.Running || incoming.Run.Seal == here.Run.Seal))
        {
            return;
        }
        HashSet<Guid> known = [.. here.Trials.Select(trial => trial.Id)];
        RunRecord whole = new(
            added == 0
                ? here.Run
                // The longer story knows how it ended; the rest was known here, perhaps with more detail.
                : here.Run with
                {
                    Status = incoming.Run.Status,
                    EndedAt = incoming.Run.EndedAt,
                },
            [.. here.Trials, .. incoming.Trials.Where(trial => !known.Contains(trial.Id))]
        );
        whole = whole with { Run = whole.Run with { Seal = RunSealing.Merge(whole, here, incoming) } };
        await UpdateAsync(db, whole.Run, RunSealing.Verify(whole).State, cancellationToken);
    }

    private async Task<RunRecord?> FindRecordAsync(DbConnection db, Guid id, CancellationToken cancellationToken) =>
        await FindAsync(db, id, cancellationToken) is not { } run
            ? null
            : new RunRecord(
                run,
                [
                    .. await db.QueryAsync(
                        "SELECT document FROM trials WHERE run_id = @id ORDER BY sequence",
                        ReadTrial,
                        cancellationToken,
                        ("id", Text(id))
                    ),
                ]
            );

    private async Task<Run?> FindAsync(DbConnection db, Guid id, CancellationToken cancellationToken) =>
        (
            await db.QueryAsync(
                "SELECT document FROM runs WHERE id = @id",
                ReadRun,
                cancellationToken,
                ("id", Text(id))
            )
        ).SingleOrDefault();

    private static async Task<bool> InsertAsync(
        DbConnection db,
        Run run,
        string? importedAt,
        SealState seal,
        CancellationToken cancellationToken
    )
    {
        bool isNew =
            await db.ExecuteAsync(
                "INSERT INTO runs (id, document) VALUES (@id, @document) ON CONFLICT (id) DO NOTHING",
                cancellationToken,
                ("id", Text(run.Id)),
                ("document", Text(run))
            ) == 1;
        if (isNew)
        {
            await db.ExecuteAsync(
                """
                INSERT INTO run_summaries (
                    id, started_at, ended_at, status, suite, tier, device, device_model, libtorch_version, host_name, note,
                    cases, seal, imported_at, is_imported, search
                ) VALUES (
                    @id, @started_at, @ended_at, @status, @suite, @tier, @device, @device_model, @libtorch_version,
                    @host_name, @note, @cases, @seal, @imported_at, @is_imported, @search
                )
                """,
                cancellationToken,
                [.. Summary(run, seal), ("imported_at", importedAt), ("is_imported", importedAt is null ? 0 : 1)]
            );
        }
        return isNew;
    }

    private static async Task<bool> UpdateAsync(
        DbConnection db,
        Run run,
        SealState? seal,
        CancellationToken cancellationToken
    )
    {
        bool isThere =
            await db.ExecuteAsync(
                "UPDATE runs SET document = @document WHERE id = @id",
                cancellationToken,
                ("id", Text(run.Id)),
                ("document", Text(run))
            ) == 1;
        if (isThere)
        {
            await db.ExecuteAsync(
                """
                UPDATE run_summaries SET
                    started_at = @started_at, ended_at = @ended_at, status = @status, suite = @suite, tier = @tier,
                    device = @device, device_model = @device_model, libtorch_version = @libtorch_version,
                    host_name = @host_name, note = @note, cases = @cases, search = @search,
                    seal = CASE WHEN @keeps = 1 THEN seal ELSE @seal END
                WHERE id = @id
                """,
                cancellationToken,
                // Facts saved anew with the seal that they had: what it tells is known already.
                [.. Summary(run, seal ?? SealState.Unsealed), ("keeps", seal is null && run.Seal is not null ? 1 : 0)]
            );
        }
        return isThere;
    }

    private static (string Name, object? Value)[] Summary(Run run, SealState seal) =>
        [
            .. new (string Name, object? Value)[]
            {
                ("id", Text(run.Id)),
                ("started_at", SummaryText.Of(run.StartedAt)),
                ("ended_at", run.EndedAt is { } ended ? SummaryText.Of(ended) : null),
                ("status", run.Status.ToString().ToLowerInvariant()),
                ("suite", run.Suite.Name),
                ("tier", run.Tier.ToString().ToLowerInvariant()),
                ("device", SummaryText.DeviceOf(run)),
                ("device_model", RunSummary.DeviceModelOf(run)),
                ("libtorch_version", run.Platform.Engine?.Version),
                ("host_name", run.Platform.HostName),
                ("note", run.Note),
                ("cases", run.Suite.Cases.Length),
                ("seal", seal.ToString().ToLowerInvariant()),
                ("search", SummaryText.Search(run)),
            }.Select(pair => pair.Value is string text ? (pair.Name, SummaryText.Storable(text)) : pair),
        ];

    private static async Task<bool> RestoreAsync(DbConnection db, Guid id, CancellationToken cancellationToken) =>
        await db.ExecuteAsync(
            "UPDATE run_summaries SET deleted_at = NULL, in_bin = 0 WHERE id = @id AND deleted_at IS NOT NULL",
            cancellationToken,
            ("id", Text(id))
        ) == 1;

    private Task<bool> AppendAsync(DbConnection db, Trial trial, CancellationToken cancellationToken) =>
        AppendAsync(db, trial, Encoding.UTF8.GetString(TrialDocument.Write(trial)), cancellationToken);

    private async Task<bool> AppendAsync(
        DbConnection db,
        Trial trial,
        string document,
        CancellationToken cancellationToken
    )
    {
        if (await InsertTrialAsync(db, trial, document, cancellationToken) == 1)
        {
            string outcome = OutcomeWord(trial.Outcome);
            await db.ExecuteAsync(
                $"UPDATE run_summaries SET {outcome} = {outcome} + 1 WHERE id = @run",
                cancellationToken,
                ("run", Text(trial.RunId))
            );
            return true;
        }
        object? owner = await db.ScalarAsync(
            "SELECT run_id FROM trials WHERE id = @id",
            cancellationToken,
            ("id", Text(trial.Id))
        );
        return owner is string run && run != Text(trial.RunId)
            ? throw new StoreException(
                $"Trial {trial.Id} is in {Place} as part of run {run}, not of run {trial.RunId}. Nothing was changed: "
                    + "one of the two was altered by hand; delete and purge the wrong run first."
            )
            : false;
    }

    private protected static string OutcomeWord(TrialOutcome outcome) =>
        outcome switch
        {
            TrialOutcome.Measured => "measured",
            TrialOutcome.Skipped => "skipped",
            _ => "failed",
        };

    private Run ReadRun(DbDataReader row) => Readable(RunDocument.Read(Utf8(row, 0)), "run").Run;

    private Trial ReadTrial(DbDataReader row) => Readable(TrialDocument.Read(Utf8(row, 0)), "trial");

    private T Readable<T>(ReadResult<T> result, string what)
        where T : class =>
        result.Value
        ?? throw new StoreException(
            $"A {what} in {Place} cannot be understood: {result.Error}. It was left as it is; the table {what}s shows it. "
                + $"Move the database aside to go on with a new one."
        );

    private static byte[] Utf8(DbDataReader row, int column) => Encoding.UTF8.GetBytes(row.GetString(column));

    private string Now() => _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    // In lower case, as the documents have them.
    private static string Text(Guid id) => id.ToString();

    private static string Text(Run run) => Encoding.UTF8.GetString(RunDocument.Write(new RunRecord(run, [])));
}
