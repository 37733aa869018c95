using Laptime.Store.Relational;
using Laptime.Store.Sqlite;

namespace Laptime.Store.Tests;

public sealed class SqliteQueryTests : RunQueryContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    protected override async Task<IRunStore> OpenAsync() =>
        await SqliteStore.OpenAsync(
            _directory.Database,
            new StandingTime(),
            TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken
        );

    public void Dispose() => _directory.Dispose();
}

public sealed class SqliteForeignRunTests : ForeignRunContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    protected override async Task<RelationalStore> OpenAsync() =>
        await SqliteStore.OpenAsync(
            _directory.Database,
            new StandingTime(),
            TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken
        );

    public void Dispose() => _directory.Dispose();
}
