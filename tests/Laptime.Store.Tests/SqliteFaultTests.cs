using System.Diagnostics;
using System.Text;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Store.Sqlite;
using Laptime.Testing;
using Microsoft.Data.Sqlite;

namespace Laptime.Store.Tests;

/// <summary>Real faults of disks, files and other processes: each ends in a sentence with the way out, and loses nothing.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Open_NotADatabase_SaysDamagedAndLeavesItUntouched()
    {
        byte[] content = Encoding.UTF8.GetBytes(new string('x', 5000));
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.Database)!);
        await File.WriteAllBytesAsync(_directory.Database, content, Token);

        StoreException e = await FailToOpenAsync();

        e.Message.ShouldContain($"{_directory.Database} is damaged");
        e.Message.ShouldContain("mv ");
        (await File.ReadAllBytesAsync(_directory.Database, Token)).ShouldBe(content);
        Directory.GetFiles(Path.GetDirectoryName(_directory.Database)!).Length.ShouldBe(1);
    }

    [Fact]
    public async Task GetRun_PageOverwritten_SaysDamagedAndLeavesItUntouched()
    {
        Guid run = await FillAsync(_directory.Database, trials: 20);
        byte[] content = await File.ReadAllBytesAsync(_directory.Database, Token);
        // The first two pages hold the header and the schema; everything behind them is lost.
        Array.Fill(content, (byte)0xAB, 8192, content.Length - 8192);
        await File.WriteAllBytesAsync(_directory.Database, content, Token);

        StoreException e = await Should.ThrowAsync<StoreException>(async () =>
        {
            await using SqliteStore store = await OpenAsync();
            await store.GetRunAsync(run, Token);
        });

        e.Message.ShouldContain("is damaged");
        (await File.ReadAllBytesAsync(_directory.Database, Token)).ShouldBe(content);
    }

    [Fact]
    public async Task GetRun_DocumentAltered_NamesTheField()
    {
        Guid run = await FillAsync(_directory.Database, trials: 1);
        Tell("UPDATE trials SET document = json_set(document, '$.samples.blocks.steps[1]', -5)");
        await using SqliteStore store = await OpenAsync();

        StoreException e = await Should.ThrowAsync<StoreException>(() => store.GetRunAsync(run, Token));

        e.Message.ShouldContain("$.samples.blocks.steps[1]: must be at least 1");
    }

    [Fact]
    public async Task Open_NewerSchema_SaysUpdate()
    {
        await FillAsync(_directory.Database, trials: 1);
        Tell("PRAGMA user_version = 99");

        StoreException e = await FailToOpenAsync();

        e.Message.ShouldContain("written by a newer Laptime (schema 99");
        e.Message.ShouldContain("LAPTIME_DATA");
    }

    [Fact]
    public async Task Open_DatabaseOfAnotherProgram_Refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.Database)!);
        Tell("CREATE TABLE cookies (name TEXT)");

        StoreException e = await FailToOpenAsync();

        e.Message.ShouldContain("database of another program");
    }

    [Fact]
    public async Task AppendTrial_LockedByAnotherProgram_SaysSoAfterWaiting()
    {
        Guid run = await FillAsync(_directory.Database, trials: 1);
        await using SqliteStore store = await OpenAsync();
        using SqliteConnection other = Connect();
        using SqliteTransaction transaction = other.BeginTransaction(deferred: false);

        StoreException e = await Should.ThrowAsync<StoreException>(() =>
            store.AppendTrialAsync(Some.Trial(run), Token)
        );

        e.Message.ShouldContain($"Another program holds the results database {_directory.Database}");
        await transaction.RollbackAsync(Token);
        (await store.AppendTrialAsync(Some.Trial(run), Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Open_DirectoryCannotBeMade_SaysSo()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "data"), "a file in the way", Token);

        StoreException e = await FailToOpenAsync();

        e.Message.ShouldContain("Could not create the data directory");
        e.Message.ShouldContain("LAPTIME_DATA");
    }

    [Fact]
    public async Task AppendTrial_FileSizeLimit_SaysSoAndKeepsWhatWasSaved()
    {
        Guid run = Guid.NewGuid();
        using Process child = Child.StartAppending(
            _directory.Database,
            run,
            count: 1000,
            // .NET maps its code through a file in memory, to which the limit would apply as well.
            limits: "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 400"
        );

        (int code, string output, string error) = await child.EndAsync();

        code.ShouldBe(3, error);
        error.ShouldContain("Could not save trial");
        error.ShouldContain("What was saved before is safe");
        await ShouldHoldAsync(_directory.Database, run, output);
    }

    [Fact]
    public async Task AppendTrial_DiskFull_SaysSoAndKeepsWhatWasSaved()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(_directory.Path);
        Guid run = Guid.NewGuid();
        using Process child = Child.StartAppending(disk.Database, run, count: 1000);

        (int code, string output, string error) = await child.EndAsync();

        code.ShouldBe(3, error);
        error.ShouldContain($"The disk of {Path.GetDirectoryName(disk.Database)} is full");
        await ShouldHoldAsync(disk.Database, run, output);
    }

    [Fact]
    public async Task AppendTrial_ReadOnlyDisk_SaysSo()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(_directory.Path);
        await FillAsync(disk.Database, trials: 1);
        await disk.MakeReadOnlyAsync();

        StoreException e = await Should.ThrowAsync<StoreException>(async () =>
        {
            await using SqliteStore store = await OpenAsync(disk.Database);
            await store.CreateRunAsync(Some.Run(), Token);
        });

        e.Message.ShouldContain($"{disk.Database} cannot be written");
        e.Message.ShouldContain("LAPTIME_DATA");
    }

    [Fact]
    public async Task Open_FileWithoutWritePermission_SaysSo()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind root.");
        await FillAsync(_directory.Database, trials: 1);
        (await Child.TryRunAsync("chmod", "400", _directory.Database)).ShouldBeTrue();

        StoreException e = await Should.ThrowAsync<StoreException>(async () =>
        {
            await using SqliteStore store = await OpenAsync();
            await store.CreateRunAsync(Some.Run(), Token);
        });

        e.Message.ShouldContain("cannot be written");
    }

    private static async Task ShouldHoldAsync(string path, Guid run, string acknowledged)
    {
        Guid[] ids = [.. acknowledged.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];
        ids.ShouldNotBeEmpty();
        // On a full disk there is no room to open it; a copy elsewhere shows what it holds.
        using TemporaryDirectory elsewhere = new();
        Directory.CreateDirectory(Path.GetDirectoryName(elsewhere.Database)!);
        foreach (string suffix in new[] { "", "-wal" }.Where(suffix => File.Exists(path + suffix)))
        {
            File.Copy(path + suffix, elsewhere.Database + suffix);
        }
        await using SqliteStore store = await OpenAsync(elsewhere.Database);
        RunRecord record = (await store.GetRunAsync(run, Token)).ShouldNotBeNull();
        ids.Except(record.Trials.Select(trial => trial.Id)).ShouldBeEmpty();
    }

    private static Task<SqliteStore> OpenAsync(string path) =>
        SqliteStore.OpenAsync(path, new StandingTime(), TimeSpan.FromSeconds(1), Token);

    private Task<SqliteStore> OpenAsync() => OpenAsync(_directory.Database);

    private Task<StoreException> FailToOpenAsync() => Should.ThrowAsync<StoreException>(OpenAsync);

    private static async Task<Guid> FillAsync(string path, int trials)
    {
        Run run = Some.Run();
        await using SqliteStore store = await OpenAsync(path);
        await store.CreateRunAsync(run, Token);
        foreach (Trial trial in Enumerable.Range(0, trials).Select(_ => Some.Trial(run.Id, blocks: 100)))
        {
            await store.AppendTrialAsync(trial, Token);
        }
        return run.Id;
    }

    private void Tell(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Connect()
    {
        SystemSqlite.Bind();
        SqliteConnection connection = new($"Data Source={_directory.Database};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>A disk of half a mebibyte in memory; the test is skipped where mounting is not allowed.</summary>
    private sealed class SmallDisk(string path) : IAsyncDisposable
    {
        public string Database => Path.Combine(path, "results.db");

        public static async Task<SmallDisk> MountAsync(string directory)
        {
            string path = Path.Combine(directory, "disk");
            Directory.CreateDirectory(path);
            bool isMounted = await Child.TryRunAsync("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", path);
            Assert.SkipUnless(isMounted, "Mounting a small disk needs root.");
            return new SmallDisk(path);
        }

        public async Task MakeReadOnlyAsync() =>
            (await Child.TryRunAsync("mount", "-o", "remount,ro", path)).ShouldBeTrue();

        public async ValueTask DisposeAsync() => (await Child.TryRunAsync("umount", path)).ShouldBeTrue();
    }
}
