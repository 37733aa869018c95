using System.Runtime.CompilerServices;
using Laptime.Store.Postgres;
using Laptime.Store.Relational;
using Laptime.Store.Sqlite;

namespace Laptime.Store;

/// <summary>Which store is meant: a file of SQLite, or a database on a PostgreSQL server.</summary>
public sealed class StoreAddress
{
    private readonly string? _file;
    private readonly PostgresAddress? _postgres;

    private StoreAddress(string? file, PostgresAddress? postgres)
    {
        _file = file;
        _postgres = postgres;
    }

    /// <summary>File of the database; null: on a server.</summary>
    public string? File => _file;

    /// <summary>The address, without a password.</summary>
    public override string ToString() => _file ?? _postgres!.ToString();

    /// <summary>The store that a person names.</summary>
    /// <param name="text">
    /// <c>postgres://user@host/database</c>, a file, or <c>local</c>: the database in the data directory; null or empty: the
    /// same.
    /// </param>
    /// <param name="dataDirectory">The data directory; asked for only if it is needed.</param>
    /// <exception cref="StoreException">The text cannot be understood, or there is no data directory.</exception>
    public static StoreAddress Parse(string? text, Func<string> dataDirectory)
    {
        if (text is null or "" or "local")
        {
            return new StoreAddress(DataDirectory.DatabaseIn(dataDirectory()), postgres: null);
        }
        if (PostgresAddress.IsOne(text))
        {
            return new StoreAddress(file: null, PostgresAddress.Parse(text));
        }
        // The text itself stays out of the message: whoever misspells a scheme may have typed a password.
        return text.Contains("://", StringComparison.Ordinal)
            ? throw new StoreException(
                "The address of the store cannot be understood: it is a file, 'local', or postgres://user@host/database."
            )
            : new StoreAddress(Path.GetFullPath(text), postgres: null);
    }

    /// <summary>Opens the store; a file that does not exist is created, a database on a server is not.</summary>
    /// <param name="time">Clock for the instants of importing and deleting.</param>
    /// <param name="patience">How long to wait for another program or a server that restarts.</param>
    /// <param name="cancellationToken">Gives up before opening.</param>
    /// <exception cref="StoreException">It cannot be opened; the message says why and what to do.</exception>
    public async Task<RelationalStore> OpenAsync(
        TimeProvider time,
        TimeSpan patience,
        CancellationToken cancellationToken
    ) =>
        _file is not null
            ? await SqliteStore.OpenAsync(_file, time, patience, cancellationToken)
            : await OpenServerAsync(_postgres!, time, patience, cancellationToken);

    // Apart, so that Npgsql is loaded only where it is used: most commands work on the local file and start faster without.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<RelationalStore> OpenServerAsync(
        PostgresAddress address,
        TimeProvider time,
        TimeSpan patience,
        CancellationToken cancellationToken
    ) => await PostgresStore.OpenAsync(address, time, patience, cancellationToken);
}
