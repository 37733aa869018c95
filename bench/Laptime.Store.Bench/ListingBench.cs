using System.Diagnostics;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Store.Bench;

/// <summary>What pages and commands ask, each as often as said, after one time that does not count.</summary>
internal static class ListingBench
{
    public static async Task RunAsync(IRunStore store, int times)
    {
        CancellationToken token = CancellationToken.None;
        Guid some = (await store.ListRunsAsync(new RunQuery { Limit = 1 }, token)).Runs[0].Id;
        Console.WriteLine($"{await store.CountRunsAsync(new RunQuery(), token)} runs");
        (string Name, RunQuery Query)[] queries =
        [
            ("latest 50", new RunQuery()),
            ("page 1,000", new RunQuery { Offset = 50_000 }),
            ("bin", new RunQuery { Shelf = RunShelf.Bin }),
            ("one suite", new RunQuery { Suites = ["throughput"] }),
            ("one device model", new RunQuery { DeviceModel = "Tesla T4" }),
            ("one status", new RunQuery { Status = RunStatus.Cancelled }),
            ("imported", new RunQuery { Imported = true }),
            (
                "suite, tier and device",
                new RunQuery
                {
                    Suites = ["quick"],
                    Tier = Tier.Standard,
                    DeviceModel = "NVIDIA L4",
                }
            ),
            ("libtorch", new RunQuery { LibtorchVersion = "2.4.0" }),
            (
                "a month",
                new RunQuery { StartedFrom = Some.Instant.AddDays(-230), StartedBefore = Some.Instant.AddDays(-200) }
            ),
            ("text, many hits", new RunQuery { Text = "h100 driver" }),
            ("text, few hits", new RunQuery { Text = "node-0077" }),
            ("text, none", new RunQuery { Text = "nowhere to be found" }),
            ("beginning of an id", new RunQuery { Text = some.ToString()[..6] }),
            ("by host", new RunQuery { Order = RunOrder.HostName, Ascending = true }),
            ("by device, last page", new RunQuery { Order = RunOrder.DeviceModel, Offset = 97_000 }),
            ("by measured trials", new RunQuery { Order = RunOrder.Measured }),
            (
                "for rank",
                new RunQuery
                {
                    Suites = ["ai-benchmark", "ai-benchmark-micro"],
                    Tier = Tier.Fixed,
                    Limit = 100,
                }
            ),
            ("for advice", new RunQuery { OnlyMeasured = true, Limit = 20 }),
        ];
        foreach ((string name, RunQuery query) in queries)
        {
            await TimeAsync($"{name}, with total", times, () => store.ListRunsAsync(query, token));
        }
        await TimeAsync("facets", times, () => store.ReadFacetsAsync(RunShelf.Kept, token));
        await TimeAsync(
            "find by beginning of id",
            times,
            () => store.FindRunsAsync($"{some}"[..8], RunShelf.Kept, token)
        );
        await TimeAsync("last", times, () => store.FindRunsAsync("last", RunShelf.Kept, token));
        await TimeAsync("one run whole", times, () => store.GetRunAsync(some, token));
    }

    private static async Task TimeAsync<T>(string name, int times, Func<Task<T>> ask)
    {
        await ask();
        double[] milliseconds = new double[times];
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await ask();
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(milliseconds);
        Console.WriteLine($"{name, -36} p50 {Quantile(0.5), 7:F2} ms   p95 {Quantile(0.95), 7:F2} ms");

        double Quantile(double share) => milliseconds[(int)Math.Ceiling(share * times) - 1];
    }
}
