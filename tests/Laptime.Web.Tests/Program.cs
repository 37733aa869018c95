using System.Net;
using Laptime.Store;
using Laptime.Store.Relational;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Xunit.Runner.InProc.SystemConsole;

namespace Laptime.Web.Tests;

/// <summary>
/// Runs the tests; called as <c>serve STORE PORT</c> it is instead the server that tests kill: it prints its address once it
/// listens.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] args) =>
        args is ["serve", var store, var port] ? ServeAsync(store, int.Parse(port)) : ConsoleRunner.Run(args);

    private static async Task<int> ServeAsync(string address, int port)
    {
        await using RelationalStore store = await StoreAddress
            .Parse(address, () => ".")
            .OpenAsync(TimeProvider.System, TimeSpan.FromSeconds(10), CancellationToken.None);
        await using WebApplication app = Dashboard.Build(
            new DashboardSettings
            {
                Runs = store,
                Foreign = store,
                Tokens = store,
                ToolVersion = "0.0.0",
                Address = IPAddress.Loopback,
                Port = port,
                Limits = new ServerLimits { RequestsPerMinute = 10_000_000, SubmissionsPerMinute = 10_000_000 },
            }
        );
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.First());
        await Console.Out.FlushAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }
}
