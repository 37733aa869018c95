using System.Diagnostics;
using System.Globalization;
using Laptime.Load;
using Laptime.Store;
using Laptime.Store.Access;
using Laptime.Store.Relational;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

// Usage: Laptime.Api.Bench [STORE [CLIENTS [SECONDS [TRIALS [BLOCKS]]]]]
// Clients hand in and read as fast as they are answered, against a server in a process of its own. STORE is a file or
// postgres://…; it should be empty. bench/api-load prepares both.
if (args is ["serve", var served])
{
    await ServeAsync(served);
    return;
}
string store =
    args.ElementAtOrDefault(0)
    ?? Path.Combine(Directory.CreateTempSubdirectory("laptime-load-").FullName, "results.db");
int clients = int.Parse(args.ElementAtOrDefault(1) ?? "64", CultureInfo.InvariantCulture);
int seconds = int.Parse(args.ElementAtOrDefault(2) ?? "60", CultureInfo.InvariantCulture);
int trials = int.Parse(args.ElementAtOrDefault(3) ?? "12", CultureInfo.InvariantCulture);
int blocks = int.Parse(args.ElementAtOrDefault(4) ?? "32", CultureInfo.InvariantCulture);

string token = await IssueAsync(store);
using var server = Process.Start(
    new ProcessStartInfo(Environment.ProcessPath!, ["serve", store])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
    }
)!;
try
{
    Uri address = new(
        await server.StandardOutput.ReadLineAsync() ?? throw new IOException("The server did not start.")
    );
    int size = Laptime.Formats.RunDocument.Write(ApiLoad.Make(trials, blocks)).Length;
    Console.WriteLine(
        $"{clients} clients for {seconds} s, runs of {trials} trials of {blocks} blocks, {size:N0} bytes each; {store}"
    );
    using CancellationTokenSource end = new(TimeSpan.FromSeconds(seconds));
    ApiLoad load = new(address, token, trials, blocks);
    Stopwatch watch = Stopwatch.StartNew();
    Task<LoadReport> running = load.RunAsync(clients, toleratesLoss: false, end.Token);
    Console.WriteLine($"{0, 4} s  {Resident(server.Id) / 1e6, 6:F0} MB resident");
    int step = Math.Max(1, seconds / 12);
    for (int at = step; at <= seconds; at += step)
    {
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(Math.Max(0, at - watch.Elapsed.TotalSeconds))));
        Console.WriteLine($"{watch.Elapsed.TotalSeconds, 4:F0} s  {Resident(server.Id) / 1e6, 6:F0} MB resident");
    }
    LoadReport report = await running;
    double elapsed = watch.Elapsed.TotalSeconds;
    TimeSpan processor = server.TotalProcessorTime;
    Console.WriteLine(
        $"{"request", -10}{"answers", 10}{"per s", 10}{"median ms", 12}{"p95 ms", 10}{"p99 ms", 10}  statuses"
    );
    foreach (string kind in report.Seconds.Keys.Order(StringComparer.Ordinal))
    {
        var answers = report.Answers.Where(pair => pair.Key.Kind == kind).OrderBy(pair => pair.Key.Status).ToList();
        int count = answers.Sum(pair => pair.Value);
        Console.WriteLine(
            $"{kind, -10}{count, 10:N0}{count / elapsed, 10:N1}{report.Percentile(kind, 0.5) * 1e3, 12:N1}"
                + $"{report.Percentile(kind, 0.95) * 1e3, 10:N1}{report.Percentile(kind, 0.99) * 1e3, 10:N1}  "
                + string.Join(", ", answers.Select(pair => $"{pair.Key.Status}: {pair.Value:N0}"))
        );
    }
    using HttpClient http = new() { BaseAddress = address };
    var there = await ApiLoad.ListAsync(http, CancellationToken.None);
    int lost = report.Acknowledged.Keys.Except(there.Select(run => run.Id)).Count();
    int doubled = there.Count - there.Select(run => run.Id).Distinct().Count();
    int partial = there.Count(run => run.Measured != trials);
    Console.WriteLine(
        $"acknowledged {report.Acknowledged.Count:N0}, there {there.Count:N0}, lost {lost}, doubled {doubled}, in part {partial}; "
            + $"server's processor time {processor.TotalSeconds:F0} s"
    );
    string[] errors = [.. report.Errors];
    Console.WriteLine(errors.Length == 0 ? "no error" : $"errors: {string.Join("; ", errors)}");
    Environment.ExitCode = errors.Length + lost + doubled + partial == 0 ? 0 : 1;
}
finally
{
    server.Kill();
}

static async Task<string> IssueAsync(string address)
{
    await using RelationalStore opened = await OpenAsync(address);
    (AccessToken token, string text) = TokenText.Issue(
        TokenScopes.Submit,
        "bench",
        TimeProvider.System.GetUtcNow(),
        expiresAt: null
    );
    await opened.AddTokenAsync(token, CancellationToken.None);
    return text;
}

static Task<RelationalStore> OpenAsync(string address) =>
    StoreAddress
        .Parse(address, () => ".")
        .OpenAsync(TimeProvider.System, TimeSpan.FromSeconds(10), CancellationToken.None);

static async Task ServeAsync(string address)
{
    await using RelationalStore opened = await OpenAsync(address);
    await using WebApplication app = Dashboard.Build(
        new DashboardSettings
        {
            Runs = opened,
            Foreign = opened,
            Tokens = opened,
            ToolVersion = "bench",
            Port = 0,
            // All clients come from one address under one token.
            Limits = new ServerLimits { RequestsPerMinute = 10_000_000, SubmissionsPerMinute = 10_000_000 },
        }
    );
    await app.StartAsync();
    Console.WriteLine(app.Urls.First());
    await app.WaitForShutdownAsync();
}

static long Resident(int process)
{
    string line = File.ReadLines($"/proc/{process}/status")
        .First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
    return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
}
