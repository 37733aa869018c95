using System.Collections.Concurrent;
using System.Data.Common;
using Laptime.Core.Trials;
using Laptime.Store.Relational;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Laptime.Store.Sqlite;

/// <summary>Runs in one SQLite file: the embedded store. See <see cref="Schema"/> for its tables.</summary>
public sealed class SqliteStore : RelationalStore
{
    // A dashboard reads for several people at once; more than this would only wait for processors and the disk.
    private const int MostReaders = 4;

    private readonly TimeSpan _patience;
    private readonly ConcurrentBag<SqliteConnection> _idle;
    private readonly SemaphoreSlim _readers = new(MostReaders);

    // SQLite has one writer at a time; waiting here wakes up sooner than asking again and again.
    private readonly SemaphoreSlim _writer = new(1);

    private SqliteStore(string path, TimeProvider time, TimeSpan patience, SqliteConnection connection)
        : base(path, time)
    {
        _patience = patience;
        _idle = [connection];
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
        SqliteConnection connection = await Task.Run(() => Database.Open(full, patience), cancellationToken);
        return new SqliteStore(full, time, patience, connection);
    }

    private protected override string Contains => "instr";

    // It keeps no statistics unless it is told to.
    private protected override bool Chooses => false;

    private protected override bool OrdersNulls => false;

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        foreach (SqliteConnection connection in _idle)
        {
            await connection.DisposeAsync();
        }
        _readers.Dispose();
        _writer.Dispose();
    }

    private protected override Task<int> InsertTrialAsync(
        DbConnection db,
        Trial trial,
        string document,
        CancellationToken cancellationToken
    ) =>
        db.ExecuteAsync(
            "INSERT INTO trials (id, run_id, document) VALUES (@id, @run, @document) ON CONFLICT (id) DO NOTHING",
            cancellationToken,
            ("id", trial.Id.ToString()),
            ("run", trial.RunId.ToString()),
            ("document", document)
        );

    private protected override Task<T> ReadAsync<T>(
        string attempted,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) => DoAsync(_readers, isWriting: false, attempted, work, cancellationToken);

    private protected override Task<T> WriteAsync<T>(
        string attempted,
        bool mayRepeat,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) => DoAsync(_writer, isWriting: true, attempted, work, cancellationToken);

    private async Task<T> DoAsync<T>(
        SemaphoreSlim gate,
        bool isWriting,
        string attempted,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        await gate.WaitAsync(cancellationToken);
        SqliteConnection? connection = null;
        try
        {
            // SQLite has no asynchronous calls, and waiting for a lock or the disk may take seconds.
            return await Task.Run(
                async () =>
                {
                    connection = _idle.TryTake(out SqliteConnection? idle) ? idle : Database.Connect(Place, _patience);
                    return await InTransactionAsync(connection, isWriting, work, cancellationToken);
                },
                cancellationToken
            );
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, attempted, Place);
        }
        finally
        {
            if (connection is not null)
            {
                _idle.Add(connection);
            }
            gate.Release();
        }
    }

    // Not a SqliteTransaction: when SQLite has rolled back by itself, as it does on a full disk, that one fails as well and
    // hides the first error.
    private static async Task<T> InTransactionAsync<T>(
        SqliteConnection connection,
        bool isWriting,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        // A reader sees one instant and locks nothing.
        connection.Execute(isWriting ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED");
        try
        {
            T result = await work(connection, cancellationToken);
            connection.Execute("COMMIT");
            return result;
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                connection.Execute("ROLLBACK");
            }
            throw;
        }
    }
}
