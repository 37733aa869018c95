using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Microsoft.Data.Sqlite;

namespace Laptime.Store.Sqlite;

/// <summary>Runs in one SQLite file: the embedded store. See <see cref="Schema"/> for its tables.</summary>
public sealed partial class SqliteStore : IRunStore
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _gate = new(1);

    private SqliteStore(string path, TimeProvider time, SqliteConnection connection)
    {
        _path = path;
        _time = time;
        _connection = connection;
    }

    /// <summary>Opens the database file, and creates it with its directory where it does not exist.</summary>
    /// <param name="path">Database file: <see cref="DataDirectory.DatabaseIn"/>.</param>
    /// <param name="time">Clock for the instants of importing and deleting.</param>
    /// <param name="patience">How long to wait for another process that is writing; whole seconds, rounded up, at least 1.</param>
    /// <param name="cancellationToken">Gives up before opening.</param>
    /// <exception cref="StoreException">It cannot be opened: missing library, damaged, newer schema, no access, locked, disk full.</exception>
    public static async Task<SqliteStore> OpenAsync(
        string path,
        TimeProvider time,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(patience, TimeSpan.Zero);
        string full = Path.GetFullPath(path);
        return new SqliteStore(full, time, await Task.Run(() => Database.Open(full, patience), cancellationToken));
    }

    /// <inheritdoc />
    public Task CreateRunAsync(Run run, CancellationToken cancellationToken) =>
        DoAsync(
            $"save run {run.Id}",
            db =>
                db.Execute(
                    "INSERT INTO runs (id, document) VALUES ($id, $document)",
                    ("$id", Text(run.Id)),
                    ("$document", Text(run))
                ),
            cancellationToken
        );

    /// <inheritdoc />
    public Task UpdateRunAsync(Run run, CancellationToken cancellationToken) =>
        DoAsync(
            $"save run {run.Id}",
            db => Update(db, run) ? true : throw new StoreException($"Run {run.Id} is no longer in {_path}."),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> AppendTrialAsync(Trial trial, CancellationToken cancellationToken) =>
        DoAsync($"save trial {trial.Id} of {trial.Case}", db => Append(db, trial), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<RunSummary>> ListRunsAsync(RunShelf shelf, CancellationToken cancellationToken) =>
        DoAsync(
            "list the runs",
            db =>
                db.Query(RunListing.Sql, row => RunListing.Read(row, _path), ("$bin", shelf == RunShelf.Bin))
                    .ToImmutableArray(),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<ImmutableArray<Guid>> FindRunsAsync(string text, RunShelf shelf, CancellationToken cancellationToken) =>
        DoAsync(
            "look for a run",
            db =>
                db.Query(
                        """
                        SELECT id FROM runs
                        WHERE (deleted_at IS NOT NULL) = $bin AND ($last OR substr(id, 1, length($text)) = $text)
                        ORDER BY started_at DESC, id DESC LIMIT iif($last, 1, -1)
                        """,
                        row => row.GetGuid(0),
                        ("$bin", shelf == RunShelf.Bin),
                        ("$last", text == "last"),
                        ("$text", text.ToLowerInvariant())
                    )
                    .ToImmutableArray(),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<RunRecord?> GetRunAsync(Guid id, CancellationToken cancellationToken) =>
        DoAsync(
            $"read run {id}",
            db =>
            {
                // One transaction: run and trials as they were at one instant.
                using SqliteTransaction transaction = db.BeginTransaction(deferred: true);
                return Find(db, id) is not { } run
                    ? null
                    : new RunRecord(
                        run,
                        [
                            .. db.Query(
                                "SELECT document FROM trials WHERE run_id = $id ORDER BY sequence",
                                ReadTrial,
                                ("$id", Text(id))
                            ),
                        ]
                    );
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<Run?> FindResumableRunAsync(CancellationToken cancellationToken) =>
        DoAsync(
            "look for a run to resume",
            db =>
                db.Query(
                        """
                        SELECT document FROM runs
                        WHERE deleted_at IS NULL AND imported_at IS NULL AND status IN ('running', 'cancelled')
                        ORDER BY started_at DESC, id DESC LIMIT 1
                        """,
                        ReadRun
                    )
                    .SingleOrDefault(),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> DeleteRunAsync(Guid id, CancellationToken cancellationToken) =>
        DoAsync(
            $"delete run {id}",
            db =>
                db.Execute(
                    "UPDATE runs SET deleted_at = $now WHERE id = $id AND deleted_at IS NULL",
                    ("$now", Now()),
                    ("$id", Text(id))
                ) == 1,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> RestoreRunAsync(Guid id, CancellationToken cancellationToken) =>
        DoAsync($"restore run {id}", db => Restore(db, id), cancellationToken);

    /// <inheritdoc />
    public Task<bool> PurgeRunAsync(Guid id, CancellationToken cancellationToken) =>
        DoAsync(
            $"purge run {id}",
            db => db.Execute("DELETE FROM runs WHERE id = $id AND deleted_at IS NOT NULL", ("$id", Text(id))) == 1,
            cancellationToken
        );

    /// <inheritdoc />
    public Task<ImportResult> ImportAsync(RunRecord record, CancellationToken cancellationToken) =>
        DoAsync(
            $"import run {record.Run.Id}",
            db =>
            {
                using SqliteTransaction transaction = db.BeginTransaction(deferred: false);
                Run? known = Find(db, record.Run.Id);
                if (known is null)
                {
                    db.Execute(
                        "INSERT INTO runs (id, imported_at, document) VALUES ($id, $now, $document)",
                        ("$id", Text(record.Run.Id)),
                        ("$now", Now()),
                        ("$document", Text(record.Run))
                    );
                }
                else
                {
                    Restore(db, record.Run.Id);
                }
                int added = record.Trials.Count(trial => Append(db, trial));
                if (known is not null && added > 0)
                {
                    // The longer story knows how it ended; the rest was known here, perhaps with more detail.
                    Update(db, known with { Status = record.Run.Status, EndedAt = record.Run.EndedAt });
                }
                transaction.Commit();
                return new ImportResult(known is null, added);
            },
            cancellationToken
        );

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _gate.Dispose();
    }

    private async Task<T> DoAsync<T>(
        string attempted,
        Func<SqliteConnection, T> work,
        CancellationToken cancellationToken
    )
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // SQLite has no asynchronous calls, and waiting for a lock or the disk may take seconds.
            return await Task.Run(() => work(_connection), cancellationToken);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, attempted, _path);
        }
        finally
        {
            _gate.Release();
        }
    }

    private Run? Find(SqliteConnection db, Guid id) =>
        db.Query("SELECT document FROM runs WHERE id = $id", ReadRun, ("$id", Text(id))).SingleOrDefault();

    private static bool Update(SqliteConnection db, Run run) =>
        db.Execute(
            "UPDATE runs SET document = $document WHERE id = $id",
            ("$id", Text(run.Id)),
            ("$document", Text(run))
        ) == 1;

    private static bool Restore(SqliteConnection db, Guid id) =>
        db.Execute("UPDATE runs SET deleted_at = NULL WHERE id = $id AND deleted_at IS NOT NULL", ("$id", Text(id)))
        == 1;

    private bool Append(SqliteConnection db, Trial trial)
    {
        bool added =
            db.Execute(
                "INSERT INTO trials (id, run_id, document) VALUES ($id, $run, $document) ON CONFLICT (id) DO NOTHING",
                ("$id", Text(trial.Id)),
                ("$run", Text(trial.RunId)),
                ("$document", Encoding.UTF8.GetString(TrialDocument.Write(trial)))
            ) == 1;
        if (
            !added
            && db.Scalar("SELECT run_id FROM trials WHERE id = $id", ("$id", Text(trial.Id))) is string owner
            && owner != Text(trial.RunId)
        )
        {
            throw new StoreException(
                $"Trial {trial.Id} is in {_path} as part of run {owner}, not of run {trial.RunId}. Nothing was changed: "
                    + "one of the two was altered by hand; delete and purge the wrong run first."
            );
        }
        return added;
    }

    private Run ReadRun(SqliteDataReader row) => Readable(RunDocument.Read(row.GetFieldValue<byte[]>(0)), "run").Run;

    private Trial ReadTrial(SqliteDataReader row) =>
        Readable(TrialDocument.Read(row.GetFieldValue<byte[]>(0)), "trial");

    private T Readable<T>(ReadResult<T> result, string what)
        where T : class =>
        result.Value
        ?? throw new StoreException(
            $"A {what} in {_path} cannot be understood: {result.Error}. It was left as it is; the table {what}s shows it "
                + $"to sqlite3. Move the database aside to go on with a new one."
        );

    private string Now() => _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    // Not GUIDs as Microsoft.Data.Sqlite writes them, which is in upper case: the document has them in lower case.
    private static string Text(Guid id) => id.ToString();

    private static string Text(Run run) => Encoding.UTF8.GetString(RunDocument.Write(new RunRecord(run, [])));
}
