using System.Diagnostics;
using Laptime.Core.Runs;
using Laptime.Store.Sqlite;
using Laptime.Testing;
using Microsoft.Data.Sqlite;

namespace Laptime.Store.Tests;

public sealed class SqliteStoreTests : RunStoreContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected override async Task<IRunStore> OpenAsync() =>
        await SqliteStore.OpenAsync(_directory.Database, new StandingTime(), TimeSpan.FromSeconds(10), Token);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Columns_SavedTrial_QueryableInPlainSql()
    {
        Run run = Some.Run();
        await using IRunStore store = await OpenAsync();
        await store.CreateRunAsync(run, Token);
        await store.AppendTrialAsync(Some.Trial(run.Id), Token);

        string row = Ask(
            """
            SELECT case_id || ' ' || batch || ' ' || outcome || ' ' || elapsed_seconds || ' '
                   || json_extract(document, '$.samples.blocks.wall_seconds[0]')
            FROM trials WHERE workload = 'resnet50' AND precision = 'fp32' AND mode = 'stock' AND device = 'cpu'
            """
        );

        row.ShouldBe("resnet50/train/b8/fp32/stock/cpu/t2/classes1000/image224 8 measured 4.5 0.2");
    }

    [Fact]
    public async Task Open_NewDatabase_DurableLogAndVersion()
    {
        await using IRunStore store = await OpenAsync();

        Ask("PRAGMA journal_mode").ShouldBe("wal");
        Ask("PRAGMA user_version").ShouldBe($"{Schema.Migrations.Length}");
    }

    [Fact]
    public async Task Open_ManyProcessesAtOnce_AllSucceed()
    {
        Guid run = Guid.NewGuid();
        Process[] children =
        [
            .. Enumerable.Range(0, 4).Select(_ => Child.StartAppending(_directory.Database, run, count: 5)),
        ];

        var ends = await Task.WhenAll(children.Select(child => child.EndAsync()));

        ends.ShouldAllBe(end => end.Code == 0, string.Concat(ends.Select(end => end.Error)));
        await using IRunStore store = await OpenAsync();
        (await store.GetRunAsync(run, Token))!.Trials.Length.ShouldBe(20);
    }

    [Fact]
    public async Task KillMinusNine_WhileWriting_NothingAcknowledgedIsLost()
    {
        Guid run = Guid.NewGuid();
        List<Guid> acknowledged = [];
        using (Process child = Child.StartAppending(_directory.Database, run, count: 1_000_000))
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
        record.Run.Status.ShouldBe(RunStatus.Running);
        Ask("PRAGMA integrity_check").ShouldBe("ok");
    }

    // The system's sqlite3 library through a connection of its own, as another program would.
    private string Ask(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_directory.Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!.ToString()!;
    }
}
