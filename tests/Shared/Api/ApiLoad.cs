using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Testing;

namespace Laptime.Load;

/// <summary>What clients met.</summary>
public sealed class LoadReport
{
    /// <summary>Runs that the server said it has.</summary>
    public ConcurrentDictionary<Guid, byte> Acknowledged { get; } = new();

    /// <summary>Answers by kind of request and status.</summary>
    public ConcurrentDictionary<(string Kind, int Status), int> Answers { get; } = new();

    /// <summary>Seconds from request to answer, by kind.</summary>
    public ConcurrentDictionary<string, ConcurrentBag<double>> Seconds { get; } = new();

    /// <summary>What went wrong besides answers, with its number.</summary>
    public ConcurrentDictionary<string, int> Failures { get; } = new();

    /// <summary>Answers that are no success and no 429.</summary>
    public IEnumerable<string> Errors =>
        Answers
            .Where(pair => pair.Key.Status is >= 400 and not 429)
            .Select(pair => $"{pair.Key.Kind}: {pair.Value} × {pair.Key.Status}")
            .Concat(Failures.Select(pair => $"{pair.Value} × {pair.Key}"));

    /// <summary>Share of the requests of a kind that took no longer.</summary>
    public double Percentile(string kind, double share)
    {
        double[] sorted = [.. Seconds.GetValueOrDefault(kind, [])];
        Array.Sort(sorted);
        return sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}

/// <summary>
/// Clients that hand in and read as fast as they are answered: half of what each does is a run of its own, a tenth one that
/// is there already, the rest reads lists, runs and comparisons.
/// </summary>
public sealed class ApiLoad(Uri server, string token, int trials, int blocks)
{
    private readonly LoadReport report = new();

    /// <summary>Goes on until it is cancelled; then the last request of each client is waited for.</summary>
    /// <param name="clients">How many at a time.</param>
    /// <param name="toleratesLoss">Whether a server that goes away is expected: the clients then try again.</param>
    /// <param name="until">When to stop.</param>
    public async Task<LoadReport> RunAsync(int clients, bool toleratesLoss, CancellationToken until)
    {
        using HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = clients })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromSeconds(100),
        };
        await Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(client => Task.Run(() => ClientAsync(http, client, toleratesLoss, until)))
        );
        return report;
    }

    /// <summary>A run as a machine would hand it in.</summary>
    public static RunRecord Make(int trials, int blocks)
    {
        Run run = Some.Run() with
        {
            Id = Guid.CreateVersion7(),
            Status = RunStatus.Finished,
            EndedAt = Some.Instant.AddMinutes(3),
        };
        return new RunRecord(run, [.. Enumerable.Range(0, trials).Select(_ => Some.Trial(run.Id, blocks))]);
    }

    /// <summary>All runs that a server lists, each with its number of measured trials.</summary>
    public static async Task<IReadOnlyList<(Guid Id, int Measured)>> ListAsync(HttpClient http, CancellationToken token)
    {
        List<(Guid, int)> runs = [];
        while (true)
        {
            using var page = JsonDocument.Parse(
                await http.GetByteArrayAsync($"/api/v1/runs?limit=500&offset={runs.Count}", token)
            );
            JsonElement list = page.RootElement.GetProperty("runs");
            foreach (JsonElement run in list.EnumerateArray())
            {
                runs.Add((run.GetProperty("id").GetGuid(), run.GetProperty("measured").GetInt32()));
            }
            if (list.GetArrayLength() < 500)
            {
                return runs;
            }
        }
    }

    private async Task ClientAsync(HttpClient http, int client, bool toleratesLoss, CancellationToken until)
    {
        Random random = new(client);
        List<(Guid Id, byte[] Document)> own = [];
        while (!until.IsCancellationRequested)
        {
            try
            {
                await StepAsync(http, random, own);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                if (toleratesLoss)
                {
                    await Task.Delay(20, CancellationToken.None);
                }
                else
                {
                    report.Failures.AddOrUpdate(e.Message, 1, (_, count) => count + 1);
                }
            }
        }
    }

    private async Task StepAsync(HttpClient http, Random random, List<(Guid Id, byte[] Document)> own)
    {
        int choice = own.Count == 0 ? 0 : random.Next(10);
        if (choice < 6)
        {
            bool isAgain = choice == 5;
            RunRecord? fresh = isAgain ? null : RunSealing.Seal(Make(trials, blocks), key: null);
            (Guid id, byte[] document) = fresh is null
                ? own[random.Next(own.Count)]
                : (fresh.Run.Id, RunDocument.Write(fresh));
            using HttpRequestMessage request = new(HttpMethod.Post, "/api/v1/runs")
            {
                Content = new ByteArrayContent(document),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            HttpStatusCode status = await SendAsync(http, request, isAgain ? "again" : "submit");
            if (status is HttpStatusCode.Created or HttpStatusCode.OK && !isAgain)
            {
                report.Acknowledged[id] = 0;
                // A few are enough to ask for again; all of them would be the clients' memory, not the server's.
                if (own.Count < 20)
                {
                    own.Add((id, document));
                }
            }
            return;
        }
        (Guid some, _) = own[random.Next(own.Count)];
        (string kind, string path) = choice switch
        {
            6 => ("list", "/api/v1/runs?limit=20"),
            7 => ("fetch", $"/api/v1/runs/{some}"),
            8 => ("page", "/"),
            _ => ("compare", $"/api/v1/compare?run={some}&run={own[0].Id}"),
        };
        using HttpRequestMessage reading = new(HttpMethod.Get, path);
        await SendAsync(http, reading, kind);
    }

    private async Task<HttpStatusCode> SendAsync(HttpClient http, HttpRequestMessage request, string kind)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await http.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        report.Seconds.GetOrAdd(kind, _ => []).Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        report.Answers.AddOrUpdate((kind, (int)answer.StatusCode), 1, (_, count) => count + 1);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
        }
        return answer.StatusCode;
    }
}
