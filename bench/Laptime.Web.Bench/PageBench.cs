using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Laptime.Web.Bench;

/// <summary>Asks for every page again and again, each with several questions, and tells how long the whole answer took.</summary>
internal static partial class PageBench
{
    private const double MostMilliseconds = 100;
    private const int MostBytes = 400_000;
    private const int RunsToShow = 20;
    private const int WarmUps = 10;

    /// <summary>Jobs that differ, so that no answer is the one before.</summary>
    private static readonly string[] Jobs =
    [
        "workload=resnet50&epochs=90&dataset=1.28M",
        "workload=resnet50&epochs=30&dataset=100k",
        "workload=resnet50&items=90M&precision=fp16",
        "workload=bert-large&items=1M",
        "workload=dogs-cats-resnet50",
        "workload=dogs-cats-resnet50&as_of=2018-12-31",
        "workload=mobilenetv2&items=50M",
        "workload=resnet50&items=90M&max_age=any&no_spot=on",
        "workload=bert-large&hours=10&on_device=t4",
        "workload=resnet50&items=90M&all_places=on",
    ];

    /// <summary>Times all pages; false where one is too slow, too large or fails.</summary>
    public static async Task<bool> RunAsync(HttpClient client, int requests)
    {
        string[] runs = await RunsAsync(client);
        (string Name, string[] Addresses)[] pages =
        [
            ("overview", ["/"]),
            ("runs", ["/runs", "/runs?page=1000", "/runs?suite=throughput", "/runs?q=node-0042", "/runs?tier=quick"]),
            ("run", [.. runs.Select(run => $"/runs/{run}")]),
            ("compare", [.. runs.Zip(runs.Skip(1)).Select(pair => $"/compare?run={pair.First}&run={pair.Second}")]),
            ("ranking", ["/ranking", "/ranking?by=training", "/ranking?by=micro", "/ranking?by=training&all=on"]),
            ("cost", ["/cost", .. Jobs.Select(job => $"/cost?{job}")]),
            (
                "recommendation",
                ["/cost/recommend", .. Jobs.Select(job => $"/cost/recommend?{job}&budget=20&deadline=2d")]
            ),
            ("worth", ["/worth", "/worth?from=colab-free&to=colab-pro&hour_is_worth=10"]),
            ("rent or buy", ["/worth/rent-or-buy", "/worth/rent-or-buy?buy=t4&price=1000&rent=vast-ai"]),
            ("plan", ["/plan", "/plan?on=colab-free&workload=resnet50&hours=40&on_device=t4"]),
            ("devices", ["/catalog", "/catalog?min_memory=24&sort=fp16"]),
            ("device", ["/catalog/devices/t4", "/catalog/devices/rtx-4090"]),
            ("platforms", ["/catalog/platforms", "/catalog/platforms?all=on"]),
            ("platform", ["/catalog/platforms/kaggle", "/catalog/platforms/colab"]),
            ("offers", ["/catalog/offers", "/catalog/offers?page=3", "/catalog/offers?device=t4&sort=date"]),
            ("speeds", ["/catalog/speeds", "/catalog/speeds?workload=bert"]),
            ("method", ["/method"]),
            ("document", ["/method/measurement", "/method/glossary"]),
        ];
        Console.WriteLine(
            $"{"page", -16} {"first", 8} {"p50", 8} {"p95", 8} {"max", 8} {"KB", 6}   ms, {requests} requests each"
        );
        bool isFast = true;
        foreach ((string name, string[] addresses) in pages)
        {
            isFast &= await TimeAsync(client, name, addresses, requests);
        }
        return isFast;
    }

    private static async Task<bool> TimeAsync(HttpClient client, string name, string[] addresses, int requests)
    {
        if (addresses.Length == 0)
        {
            Console.WriteLine($"{name, -16} nothing to show");
            return true;
        }
        double[] times = new double[requests];
        double first = 0;
        int largest = 0;
        // Every address some times before it counts: what is compiled and read once is not what a page costs.
        int before = WarmUps * addresses.Length;
        for (int i = -before; i < requests; i++)
        {
            string address = addresses[(i + before) % addresses.Length];
            long start = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await client.GetAsync(address);
            byte[] body = await answer.Content.ReadAsByteArrayAsync();
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                Console.WriteLine($"{name, -16} {address}: {(int)answer.StatusCode}");
                return false;
            }
            largest = Math.Max(largest, body.Length);
            if (i >= 0)
            {
                times[i] = elapsed;
            }
            else
            {
                first = Math.Max(first, elapsed);
            }
        }
        Array.Sort(times);
        double p95 = times[(int)Math.Ceiling(0.95 * requests) - 1];
        string tooMuch = p95 > MostMilliseconds || largest > MostBytes ? "  too much" : "";
        Console.WriteLine(
            $"{name, -16} {first, 8:F1} {times[requests / 2], 8:F1} {p95, 8:F1} {times[^1], 8:F1} {largest / 1000.0, 6:F0}{tooMuch}"
        );
        return tooMuch.Length == 0;
    }

    private static async Task<string[]> RunsAsync(HttpClient client)
    {
        string list = await client.GetStringAsync("/runs");
        return [.. RunAddress().Matches(list).Select(match => match.Groups["id"].Value).Distinct().Take(RunsToShow)];
    }

    [GeneratedRegex(
        "href=\"/runs/(?<id>[0-9a-f-]{36})\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex RunAddress();
}
