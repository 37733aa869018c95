using System.Data;
using System.Globalization;
using Laptime.Store.Relational;
using Npgsql;

namespace Laptime.Store.Postgres;

/// <summary>Creates the tables, or adds to them what a newer version of the program needs.</summary>
internal static class PostgresMigration
{
    // Any number that no other program is likely to take: "LAPT".
    private const int Lock = 0x4C415054;

    /// <summary>Applies what is missing. Of several programs that start at once, one does it and the others wait.</summary>
    /// <exception cref="StoreException">The tables are of a newer version, or the database cannot hold every text.</exception>
    public static async Task BringUpToDateAsync(
        NpgsqlDataSource source,
        PostgresAddress address,
        CancellationToken cancellationToken
    )
    {
        await using NpgsqlConnection db = await source.OpenConnectionAsync(cancellationToken);
        if (await ReadVersionAsync(db, address, cancellationToken) == PostgresSchema.Migrations.Length)
        {
            return;
        }
        object? encoding = await db.ScalarAsync("SHOW server_encoding", cancellationToken);
        if (encoding is not "UTF8")
        {
            throw new StoreException(
                $"The database {address} has the encoding {encoding} and cannot hold every text. Create one with: "
                    + $"createdb -E UTF8 -T template0 {address.Database}"
            );
        }
        // Before the transaction begins: only then does the server forget what it remembered of tables that are not there.
        await db.ExecuteAsync($"SELECT pg_advisory_lock({Lock})", cancellationToken);
        try
        {
            await MigrateAsync(db, address, cancellationToken);
        }
        finally
        {
            // If the connection is lost, the lock is gone with it.
            if (db.State == ConnectionState.Open)
            {
                await db.ExecuteAsync($"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
            }
        }
    }

    private static async Task MigrateAsync(
        NpgsqlConnection db,
        PostgresAddress address,
        CancellationToken cancellationToken
    )
    {
        await using NpgsqlTransaction transaction = await db.BeginTransactionAsync(cancellationToken);
        // Somebody else may have done it while this one waited.
        int version = await ReadVersionAsync(db, address, cancellationToken);
        if (version == 0)
        {
            await db.ExecuteAsync(
                $"""
                CREATE SCHEMA IF NOT EXISTS {PostgresSchema.Name};
                CREATE TABLE {PostgresSchema.Name}.schema_version (version integer NOT NULL);
                INSERT INTO {PostgresSchema.Name}.schema_version VALUES (0);
                """,
                cancellationToken
            );
        }
        for (; version < PostgresSchema.Migrations.Length; version++)
        {
            await db.ExecuteAsync(PostgresSchema.Migrations[version], cancellationToken);
        }
        await db.ExecuteAsync($"UPDATE schema_version SET version = {version}", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>How many migrations were applied; 0 where nothing is there.</summary>
    private static async Task<int> ReadVersionAsync(
        NpgsqlConnection db,
        PostgresAddress address,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.ScalarAsync($"SELECT to_regclass('{PostgresSchema.Name}.schema_version')::text", cancellationToken)
            is null
        )
        {
            return 0;
        }
        int version = Convert.ToInt32(
            await db.ScalarAsync("SELECT version FROM schema_version", cancellationToken),
            CultureInfo.InvariantCulture
        );
        return version <= PostgresSchema.Migrations.Length
            ? version
            : throw new StoreException(
                $"The results in {address} were written by a newer Laptime (schema {version}, this one knows "
                    + $"{PostgresSchema.Migrations.Length}). Update Laptime, or name another database."
            );
    }
}
