using Laptime.Answers.Results;
using Laptime.Core.Runs;
using Laptime.Store;
using Laptime.Store.Sqlite;
using Laptime.Testing;

namespace Laptime.Answers.Tests.Results;

public sealed class RunMemoTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("laptime-memo-").FullName;
    private SqliteStore store = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        store = await SqliteStore.OpenAsync(
            Path.Combine(directory, "results.db"),
            TimeProvider.System,
            TimeSpan.FromSeconds(10),
            Cancelled
        );

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task OfAsync_SameTrials_WorksItOutOnce()
    {
        Run run = await SaveAsync();
        int worked = 0;
        RunMemo<string> memo = new(record => $"{record.Trials.Length} trials, {++worked}", most: 10);

        (await memo.OfAsync(store, await SummaryAsync(run), Cancelled)).ShouldBe("1 trials, 1");
        (await memo.OfAsync(store, await SummaryAsync(run), Cancelled)).ShouldBe("1 trials, 1");
        memo.Find(await SummaryAsync(run)).ShouldBe("1 trials, 1");
    }

    [Fact]
    public async Task OfAsync_TrialCameIn_WorksItOutAnew()
    {
        Run run = await SaveAsync();
        RunMemo<string> memo = new(record => $"{record.Trials.Length}", most: 10);
        await memo.OfAsync(store, await SummaryAsync(run), Cancelled);

        await store.AppendTrialAsync(Some.Trial(run.Id), Cancelled);

        memo.Find(await SummaryAsync(run)).ShouldBeNull();
        (await memo.OfAsync(store, await SummaryAsync(run), Cancelled)).ShouldBe("2");
    }

    [Fact]
    public async Task OfAsync_MoreThanItMayRemember_ForgetsAndGoesOn()
    {
        Run first = await SaveAsync();
        Run second = await SaveAsync();
        RunMemo<string> memo = new(record => record.Run.Id.ToString(), most: 1);

        (await memo.OfAsync(store, await SummaryAsync(first), Cancelled)).ShouldBe(first.Id.ToString());
        (await memo.OfAsync(store, await SummaryAsync(second), Cancelled)).ShouldBe(second.Id.ToString());

        memo.Find(await SummaryAsync(first)).ShouldBeNull();
    }

    [Fact]
    public async Task OfAsync_RunIsGone_IsNull()
    {
        Run run = await SaveAsync();
        RunSummary summary = await SummaryAsync(run);
        await store.DeleteRunAsync(run.Id, Cancelled);
        await store.PurgeRunAsync(run.Id, Cancelled);

        (await new RunMemo<string>(_ => "", most: 1).OfAsync(store, summary, Cancelled)).ShouldBeNull();
    }

    private async Task<Run> SaveAsync()
    {
        Run run = Some.Run() with { Id = Guid.CreateVersion7() };
        await store.CreateRunAsync(run, Cancelled);
        await store.AppendTrialAsync(Some.Trial(run.Id), Cancelled);
        return run;
    }

    private async Task<RunSummary> SummaryAsync(Run run) =>
        (await store.ListRunsAsync(RunShelf.Kept, Cancelled)).Single(summary => summary.Id == run.Id);
}
