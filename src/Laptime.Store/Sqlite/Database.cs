using Microsoft.Data.Sqlite;

namespace Laptime.Store.Sqlite;

/// <summary>Opens the results database and brings its schema up to date.</summary>
internal static class Database
{
    /// <summary>Opens the file, creates it where there is none, and applies the migrations that it lacks.</summary>
    public static SqliteConnection Open(string path, TimeSpan patience)
    {
        SystemSqlite.Bind();
        CreateDirectory(Path.GetDirectoryName(path)!);
        SqliteConnection connection = Create(path, patience);
        try
        {
            connection.Open();
            Examine(connection, path);
            connection.Execute("PRAGMA journal_mode = WAL");
            Configure(connection);
            Migrate(connection);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteErrors.Explain(e, "open the results database", path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>One more connection to a database that was opened before.</summary>
    public static SqliteConnection Connect(string path, TimeSpan patience)
    {
        SqliteConnection connection = Create(path, patience);
        try
        {
            connection.Open();
            Configure(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Create(string path, TimeSpan patience) =>
        new(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                // The store keeps its few connections itself, and closes them when it is closed.
                Pooling = false,
                ForeignKeys = true,
                // Microsoft.Data.Sqlite repeats a statement that finds the database locked for this long.
                DefaultTimeout = (int)Math.Ceiling(patience.TotalSeconds),
            }.ToString()
        );

    // FULL: a commit returns when the log is on the disk, so that power loss takes nothing back. The cache, in KiB, holds
    // the summaries of some 100,000 runs; it is taken page by page, when they are read.
    private static void Configure(SqliteConnection connection) =>
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;");

    private static void CreateDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"Could not create the data directory {directory} ({e.Message.TrimEnd('.')}). "
                    + "Set LAPTIME_DATA to a directory that can be written.",
                e
            );
        }
    }

    /// <summary>Reads only: a database that this program does not understand is left untouched.</summary>
    private static void Examine(SqliteConnection connection, string path)
    {
        long version = Version(connection);
        if (version > Schema.Migrations.Length)
        {
            throw new StoreException(
                $"The results database {path} was written by a newer Laptime (schema {version}, this one knows "
                    + $"{Schema.Migrations.Length}). Update Laptime, or set LAPTIME_DATA to another directory."
            );
        }
        bool isEmpty = connection.Scalar("SELECT count(*) FROM sqlite_schema") is 0L;
        if (!isEmpty && connection.Scalar("PRAGMA application_id") is not (long)Schema.ApplicationId)
        {
            throw new StoreException(
                $"{path} is a database of another program. Set LAPTIME_DATA to another directory."
            );
        }
    }

    private static void Migrate(SqliteConnection connection)
    {
        if (Version(connection) == Schema.Migrations.Length)
        {
            return;
        }
        // Takes the write lock before it looks again: of two processes that open a new database one finds it done.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        for (long version = Version(connection); version < Schema.Migrations.Length; version++)
        {
            connection.Execute(Schema.Migrations[(int)version]);
            connection.Execute($"PRAGMA user_version = {version + 1}");
        }
        transaction.Commit();
    }

    private static long Version(SqliteConnection connection) => (long)connection.Scalar("PRAGMA user_version")!;
}
