using Laptime.Core.Runs;
using Laptime.Store.Sqlite;

namespace Laptime.Cli.Tests;

/// <summary>A data directory for one test, and the program working in it.</summary>
internal sealed class TemporaryData : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("laptime-cli-").FullName;

    /// <summary>Variables besides LAPTIME_DATA.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Database => File("results.db");

    public string File(string name) => Path.Combine(Directory, name);

    public Task<Ended> RunAsync(params string[] arguments) =>
        LaptimeProcess.RunAsync(LaptimeProcess.Path, arguments, All());

    /// <summary>Runs a line of bash in this directory.</summary>
    public Task<Ended> BashAsync(string line) =>
        LaptimeProcess.RunAsync("bash", ["-c", $"cd '{Directory}'; {line}"], All());

    /// <summary>Puts runs into the store, as an import would.</summary>
    public async Task ImportAsync(params RunRecord[] records)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using SqliteStore store = await SqliteStore.OpenAsync(
            Database,
            TimeProvider.System,
            TimeSpan.FromSeconds(10),
            cancellationToken
        );
        foreach (RunRecord record in records)
        {
            await store.ImportAsync(record, cancellationToken);
        }
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private Dictionary<string, string> All() => new(Environment) { ["LAPTIME_DATA"] = Directory };
}
