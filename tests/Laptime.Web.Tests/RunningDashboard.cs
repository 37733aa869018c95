using Laptime.Store.Sqlite;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Laptime.Web.Tests;

/// <summary>A dashboard on a free port of this machine, over a store of its own.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    private readonly string folder;
    private readonly WebApplication server;

    private RunningDashboard(string directory, SqliteStore store, WebApplication app)
    {
        folder = directory;
        Store = store;
        server = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public SqliteStore Store { get; }

    public HttpClient Client { get; }

    /// <summary>Where its results are.</summary>
    public string DataDirectory => folder;

    public static async Task<RunningDashboard> StartAsync(Func<DashboardSettings, DashboardSettings>? with = null)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        string directory = Directory.CreateTempSubdirectory("laptime-web-").FullName;
        SqliteStore store = await SqliteStore.OpenAsync(
            Path.Combine(directory, "results.db"),
            TimeProvider.System,
            TimeSpan.FromSeconds(10),
            cancellationToken
        );
        DashboardSettings settings = new()
        {
            Runs = store,
            Foreign = store,
            Tokens = store,
            DataDirectory = directory,
            ToolVersion = "0.0.0",
            Port = 0,
        };
        WebApplication app = Dashboard.Build(with?.Invoke(settings) ?? settings);
        await app.StartAsync(cancellationToken);
        return new RunningDashboard(directory, store, app);
    }

    /// <summary>Stops the server in good order; the store stays open.</summary>
    public Task StopAsync() => server.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
