namespace Laptime.Store.Tests;

/// <summary>A directory that is gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("laptime-store-").FullName;

    public string Database => System.IO.Path.Combine(Path, "data", "results.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
