using System.Globalization;
using Laptime.Store;
using Laptime.Store.Relational;
using Laptime.Web.Bench;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Builder;

// How long every page takes over a store, as a client on the same machine sees it.
//   STORE [REQUESTS]    a file or postgres://user@host/database; 200 requests a page unless given
if (args is not [var place, ..])
{
    await Console.Error.WriteLineAsync("STORE [REQUESTS]");
    return 2;
}
int requests = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
await using RelationalStore store = await StoreAddress
    .Parse(place, () => throw new NotSupportedException("name a store"))
    .OpenAsync(TimeProvider.System, TimeSpan.FromSeconds(30), CancellationToken.None);
await using WebApplication server = Dashboard.Build(
    new DashboardSettings
    {
        Runs = store,
        Foreign = store,
        Tokens = store,
        ToolVersion = "bench",
        Port = 0,
        Limits = new ServerLimits { RequestsPerMinute = int.MaxValue }, // one client asks as fast as it can
    }
);
await server.StartAsync();
using HttpClient client = new() { BaseAddress = new Uri(server.Urls.First()) };
bool isFast = await PageBench.RunAsync(client, requests);
await server.StopAsync();
return isFast ? 0 : 1;
