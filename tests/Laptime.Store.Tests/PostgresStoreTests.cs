using System.Diagnostics;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Store.Postgres;
using Laptime.Store.Relational;
using Laptime.Testing;

namespace Laptime.Store.Tests;

public sealed class PostgresStoreTests(SharedServer shared) : RunStoreContract
{
    private PostgresAddress? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected override async Task<IRunStore> OpenAsync() => await OpenAsync(await DatabaseAsync());

    [Fact]
    public async Task Columns_SavedTrial_QueryableInPlainSql()
    {
        Run run = Some.Run();
        await using IRunStore store = await OpenAsync();
        await store.CreateRunAsync(run, Token);
        await store.AppendTrialAsync(Some.Trial(run.Id), Token);

        string? row = await shared
            .Require()
            .AskAsync(
                _database!.Database,
                """
                SELECT case_id || ' ' || batch || ' ' || outcome || ' ' || elapsed_seconds || ' '
                       || (document::jsonb #>> '{samples,blocks,wall_seconds,0}')
                FROM trials WHERE workload = 'resnet50' AND precision = 'fp32' AND mode = 'stock' AND device = 'cpu'
                """
            );

        row.ShouldBe("resnet50/train/b8/fp32/stock/cpu/t2/classes1000/image224 8 measured 4.5 0.2");
    }

    [Fact]
    public async Task AppendTrial_ZeroCharacterInAMessage_SavedAsItIs()
    {
        Run run = Some.Run() with { Note = "zero\0character" };
        TrialOutcome.Failed outcome = new("It said \0.", "Retry.");
        await using IRunStore store = await OpenAsync();
        await store.CreateRunAsync(run, Token);

        await store.AppendTrialAsync(Some.Trial(run.Id) with { Outcome = outcome }, Token);

        RunRecord record = (await store.GetRunAsync(run.Id, Token))!;
        record.Run.Note.ShouldBe(run.Note);
        record.Trials.Single().Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task Open_ManyProcessesAtOnce_AllSucceed()
    {
        PostgresAddress database = await DatabaseAsync();
        var run = Guid.NewGuid();
        Process[] children =
        [
            .. Enumerable.Range(0, 4).Select(_ => Child.StartAppending(database.ToString(), run, count: 5)),
        ];

        var ends = await Task.WhenAll(children.Select(child => child.EndAsync()));

        ends.ShouldAllBe(end => end.Code == 0, string.Concat(ends.Select(end => end.Error)));
        await using IRunStore store = await OpenAsync();
        (await store.GetRunAsync(run, Token))!.Trials.Length.ShouldBe(20);
        RunSummary summary = (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();
        summary.Measured.ShouldBe(20);
    }

    [Fact]
    public async Task Import_SameRunFromManyAtOnce_OneRunWithEachTrialOnce()
    {
        Run run = Some.Run();
        RunRecord record = new(run, [.. Enumerable.Range(0, 5).Select(_ => Some.Trial(run.Id))]);
        await using IRunStore store = await OpenAsync();

        ImportResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => store.ImportAsync(record, Token))
        );

        results.Count(result => result.IsNewRun).ShouldBe(1);
        results.Sum(result => result.NewTrials).ShouldBe(5);
        (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem().Measured.ShouldBe(5);
    }

    [Fact]
    public async Task KillMinusNine_OfTheWriter_NothingAcknowledgedIsLost()
    {
        PostgresAddress database = await DatabaseAsync();
        var run = Guid.NewGuid();
        List<Guid> acknowledged = [];
        using (Process child = Child.StartAppending(database.ToString(), run, count: 1_000_000))
        {
            while (acknowledged.Count < 20)
            {
                acknowledged.Add(Guid.Parse((await child.StandardOutput.ReadLineAsync(Token))!));
            }
            child.Kill();
            while (await child.StandardOutput.ReadLineAsync(Token) is { Length: 36 } line)
            {
                acknowledged.Add(Guid.Parse(line));
            }
            await child.WaitForExitAsync(Token);
        }

        await using IRunStore store = await OpenAsync();
        RunRecord record = (await store.GetRunAsync(run, Token))!;

        acknowledged.Except(record.Trials.Select(trial => trial.Id)).ShouldBeEmpty();
        (await store.ListRunsAsync(RunShelf.Kept, Token)).Single().Measured.ShouldBe(record.Trials.Length);
    }

    [Fact]
    public async Task KillMinusNine_OfTheServer_WriterGoesOnAndNothingAcknowledgedIsLost()
    {
        shared.Require();
        await using PostgresServer server = (await PostgresServer.StartAsync())!;
        PostgresAddress database = await server.CreateDatabaseAsync();
        var run = Guid.NewGuid();
        List<Guid> acknowledged = [];
        using (Process child = Child.StartAppending(database.ToString(), run, count: 1_000_000))
        {
            await AcknowledgeAsync(20);
            await server.KillAsync();
            await server.GoOnAsync();
            // More than the pipe may have held when the server died: it has saved trials since.
            await AcknowledgeAsync(2_000);
            child.Kill();
            await child.WaitForExitAsync(Token);

            async Task AcknowledgeAsync(int count)
            {
                for (int i = 0; i < count; i++)
                {
                    string? line = await child.StandardOutput.ReadLineAsync(Token);
                    acknowledged.Add(Guid.Parse(line ?? await child.StandardError.ReadToEndAsync(Token)));
                }
            }
        }

        await using PostgresStore store = await OpenAsync(database);
        RunRecord record = (await store.GetRunAsync(run, Token))!;

        Guid[] saved = [.. record.Trials.Select(trial => trial.Id)];
        acknowledged.Except(saved).ShouldBeEmpty();
        saved.ShouldBeUnique();
        (await store.ListRunsAsync(RunShelf.Kept, Token)).Single().Measured.ShouldBe(saved.Length);
    }

    private static Task<PostgresStore> OpenAsync(PostgresAddress database) =>
        PostgresStore.OpenAsync(database, new StandingTime(), TimeSpan.FromSeconds(10), Token);

    private async Task<PostgresAddress> DatabaseAsync() => _database ??= await shared.Require().CreateDatabaseAsync();
}

public sealed class PostgresQueryTests(SharedServer shared) : RunQueryContract
{
    protected override async Task<IRunStore> OpenAsync() =>
        await PostgresStore.OpenAsync(
            await shared.Require().CreateDatabaseAsync(),
            new StandingTime(),
            TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken
        );
}

public sealed class PostgresForeignRunTests(SharedServer shared) : ForeignRunContract
{
    protected override async Task<RelationalStore> OpenAsync() =>
        await PostgresStore.OpenAsync(
            await shared.Require().CreateDatabaseAsync(),
            new StandingTime(),
            TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken
        );
}
