using Laptime.Formats.AiBenchmark;
using Laptime.Store.Relational;

namespace Laptime.Store.Tests;

/// <summary>Imported outputs of the original AI-Benchmark, in any store.</summary>
public abstract class ForeignRunContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract Task<RelationalStore> OpenAsync();

    [Fact]
    public async Task Import_SameTwice_IsOneAndTakesTheName()
    {
        ForeignRun run = Some("60.9 ± 0.7");
        await using RelationalStore store = await OpenAsync();

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
        await using RelationalStore store = await OpenAsync();
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

    private static ForeignRun Some(string times) =>
        new()
        {
            Run = PrintedOutput.Read($"1.1 - inference | batch=50, size=224x224: {times} ms").Runs.Single(),
            ImportedAt = Laptime.Testing.Some.Instant,
        };
}
