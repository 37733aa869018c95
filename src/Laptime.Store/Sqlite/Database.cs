using Microsoft.Data.Sqlite;

namespace Laptime.Store.Sqlite;

/// <summary>Opens the results database and brings its schema up to date.</summary>
internal static class Database
{
    public static SqliteConnection Open(string path, TimeSpan patience)
    {
        SystemSqlite.Bind();
        CreateDirectory(Path.GetDirectoryName(path)!);
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                // The one connection is closed when the store is; nothing is gained by keeping it.
                Pooling = false,
                ForeignKeys = true,
                // Microsoft.Data.Sqlite repeats a statement that finds the database locked for this long.
                DefaultTimeout = (int)Math.Ceiling(patience.TotalSeconds),
            }.ToString()
        );
        try
        {
            connection.Open();
            Examine(connection, path);
            // FULL: a commit returns when the log is on the disk, so that power loss takes nothing back.
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
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
