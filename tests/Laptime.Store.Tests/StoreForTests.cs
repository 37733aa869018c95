using Laptime.Store.Postgres;
using Laptime.Store.Sqlite;

namespace Laptime.Store.Tests;

/// <summary>Empty stores.</summary>
internal static class StoreForTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Task<SqliteStore> OpenSqliteAsync(TemporaryDirectory directory) =>
        SqliteStore.OpenAsync(
            Path.Combine(directory.Path, "results.db"),
            new StandingTime(),
            Patience,
            TestContext.Current.CancellationToken
        );

    public static async Task<PostgresStore> OpenPostgresAsync(SharedServer shared) =>
        await PostgresStore.OpenAsync(
            await shared.Require().CreateDatabaseAsync(),
            new StandingTime(),
            Patience,
            TestContext.Current.CancellationToken
        );
}
