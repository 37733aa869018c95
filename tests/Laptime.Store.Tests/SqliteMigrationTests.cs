using System.Collections.Immutable;
using System.Text;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Store.Sqlite;
using Laptime.Testing;
using Microsoft.Data.Sqlite;

namespace Laptime.Store.Tests;

/// <summary>Databases as earlier versions left them behind.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    private static readonly DateTimeOffset Imported = Some.Instant.AddDays(1);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Open_EarlierSchema_ListsAndReadsWhatWasThere(int schema)
    {
        GpuFacts gpu = new()
        {
            Index = 1,
            Name = "NVIDIA H200",
            ThrottleReasons = [],
        };
        Run own = Some.Run() with { Note = "After the NEW cooler", Status = RunStatus.Finished, EndedAt = Imported };
        Run imported = Some.Run() with
        {
            StartedAt = Some.Instant.AddHours(1),
            Suite = Some.Suite() with { Cases = [Some.Case() with { Device = new DeviceName(DeviceKind.Cuda, 1) }] },
            Platform = Some.Platform() with { HostName = null, Engine = null, Gpus = [gpu] },
        };
        Trial measured = Some.Trial(own.Id);
        Trial skipped = Some.Trial(own.Id) with { Outcome = new TrialOutcome.Skipped("No GPU.") };
        Trial failed = Some.Trial(imported.Id) with { Outcome = new TrialOutcome.Failed("Crash.", "Retry.") };
        CreateAsBefore(schema, own, imported, [measured, skipped, failed]);

        await using SqliteStore store = await OpenAsync(_directory.Database);

        RunSummary list = (await store.ListRunsAsync(RunShelf.Kept, Token)).ShouldHaveSingleItem();
        RunSummary bin = (await store.ListRunsAsync(RunShelf.Bin, Token)).ShouldHaveSingleItem();
        bin.DeletedAt.ShouldBe(Imported);
        bin.ImportedAt.ShouldBe(Imported);
        bin.DeviceModel.ShouldBe("NVIDIA H200");
        // As if they had been saved by this version.
        using TemporaryDirectory elsewhere = new();
        await using SqliteStore fresh = await OpenAsync(elsewhere.Database);
        await fresh.CreateRunAsync(own, Token);
        await fresh.ImportAsync(new RunRecord(imported, [failed]), Token);
        await fresh.AppendTrialAsync(measured, Token);
        await fresh.AppendTrialAsync(skipped, Token);
        ImmutableArray<RunSummary> expected = await fresh.ListRunsAsync(RunShelf.Kept, Token);
        list.ShouldBe(expected[1]);
        bin.ShouldBe(
            expected[0] with
            {
                ImportedAt = Imported,
                DeletedAt = Imported,
                // Today an import is sealed; what came before stays as it was.
                Seal = SealState.Unsealed,
            }
        );
        (await store.CountRunsAsync(new RunQuery { Text = "new COOLER epyc" }, Token)).ShouldBe(1);
        RunDocument
            .Write((await store.GetRunAsync(own.Id, Token))!)
            .ShouldBe(RunDocument.Write(new RunRecord(own, [measured, skipped])));
        (await store.AppendTrialAsync(Some.Trial(own.Id), Token)).ShouldBeTrue();
    }

    private static Task<SqliteStore> OpenAsync(string path) =>
        SqliteStore.OpenAsync(path, new StandingTime(), TimeSpan.FromSeconds(10), Token);

    private void CreateAsBefore(int schema, Run own, Run imported, Trial[] trials)
    {
        SystemSqlite.Bind();
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.Database)!);
        using SqliteConnection db = new($"Data Source={_directory.Database};Pooling=False");
        db.Open();
        foreach (string migration in Schema.Migrations[..schema])
        {
            Tell(db, migration);
        }
        Tell(db, $"PRAGMA user_version = {schema}");
        string instant = Imported.ToString("O");
        Tell(db, "INSERT INTO runs (id, document) VALUES ($1, $2)", own.Id.ToString(), Document(own));
        Tell(
            db,
            "INSERT INTO runs (id, imported_at, deleted_at, document) VALUES ($1, $3, $3, $2)",
            imported.Id.ToString(),
            Document(imported),
            instant
        );
        foreach (Trial trial in trials)
        {
            Tell(
                db,
                "INSERT INTO trials (id, run_id, document) VALUES ($1, $2, $3)",
                trial.Id.ToString(),
                trial.RunId.ToString(),
                Encoding.UTF8.GetString(TrialDocument.Write(trial))
            );
        }
    }

    private static string Document(Run run) => Encoding.UTF8.GetString(RunDocument.Write(new RunRecord(run, [])));

    private static void Tell(SqliteConnection db, string sql, params string[] values)
    {
        using SqliteCommand command = db.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }
        command.ExecuteNonQuery();
    }
}
