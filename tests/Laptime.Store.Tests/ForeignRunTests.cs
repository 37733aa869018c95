using Laptime.Core.Runs;
using Laptime.Formats.AiBenchmark;
using Laptime.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Laptime.Store.Tests;

/// <summary>Imported outputs of the original AI-Benchmark, in SQLite.</summary>
public sealed class ForeignRunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Import_SameTwice_IsOneAndTakesTheName()
    {
        ForeignRun run = Some("60.9 ± 0.7");
        await using SqliteStore store = await OpenAsync();

        (await store.ImportForeignAsync(run, "text", Token)).ShouldBeTrue();
        (await store.ImportForeignAsync(run with { Name = "box" }, "text", Token)).ShouldBeFalse();
        (await store.ImportForeignAsync(run, "text", Token)).ShouldBeFalse();

        ForeignRun kept = (await store.ListForeignAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();
        (kept.Id, kept.Name, kept.ImportedAt).ShouldBe((run.Id, "box", run.ImportedAt));
    }

    [Fact]
    public async Task Delete_ThenRestoreAndPurge_AsRunsDo()
    {
        ForeignRun run = Some("60.9 ± 0.7");
        await using SqliteStore store = await OpenAsync();
        await store.ImportForeignAsync(run, "text", Token);

        (await store.PurgeForeignAsync(run.Id, Token)).ShouldBeFalse();
        (await store.DeleteForeignAsync(run.Id, Token)).ShouldBeTrue();
        (await store.DeleteForeignAsync(run.Id, Token)).ShouldBeFalse();
        (await store.ListForeignAsync(RunShelf.Kept, Token)).ShouldBeEmpty();
        (await store.ListForeignAsync(RunShelf.Bin, Token)).ShouldHaveSingleItem().DeletedAt.ShouldNotBeNull();
        (await store.RestoreForeignAsync(run.Id, Token)).ShouldBeTrue();
        (await store.ListForeignAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();
        await store.DeleteForeignAsync(run.Id, Token);
        (await store.PurgeForeignAsync(run.Id, Token)).ShouldBeTrue();
        (await store.ListForeignAsync(RunShelf.Bin, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_DatabaseOfTheFirstSchema_KeepsItsRuns()
    {
        Run run = Laptime.Testing.Some.Run();
        await using (SqliteStore store = await OpenAsync())
        {
            await store.CreateRunAsync(run, Token);
        }
        // Back to what the first schema left behind.
        await using (SqliteConnection db = new($"Data Source={_directory.Database};Pooling=False"))
        {
            db.Open();
            await using SqliteCommand command = db.CreateCommand();
            command.CommandText = "DROP TABLE foreign_runs; PRAGMA user_version = 1";
            await command.ExecuteNonQueryAsync(Token);
        }

        await using SqliteStore opened = await OpenAsync();

        (await opened.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem().Id.ShouldBe(run.Id);
        (await opened.ImportForeignAsync(Some("60.9 ± 0.7"), "text", Token)).ShouldBeTrue();
    }

    private static ForeignRun Some(string times) =>
        new()
        {
            Run = PrintedOutput.Read($"1.1 - inference | batch=50, size=224x224: {times} ms").Runs.Single(),
            ImportedAt = Laptime.Testing.Some.Instant,
        };

    private Task<SqliteStore> OpenAsync() =>
        SqliteStore.OpenAsync(_directory.Database, new StandingTime(), TimeSpan.FromSeconds(10), Token);
}
