using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Laptime.Store.Relational;

namespace Laptime.Web.Tests.Api;

public partial class OperationsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_StoreGone_AliveAndNotReady()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        using HttpResponseMessage before = await dashboard.Client.GetAsync("/health/ready", Token);
        await BreakAsync(dashboard.Store);

        using HttpResponseMessage ready = await dashboard.Client.GetAsync("/health/ready", Token);
        using HttpResponseMessage live = await dashboard.Client.GetAsync("/health/live", Token);
        using HttpResponseMessage list = await dashboard.Client.GetAsync("/api/v1/runs", Token);

        before.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ready.ProblemAsync()).Status.ShouldBe(503);
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        (int status, string detail, _) = await list.ProblemAsync();
        status.ShouldBe(503);
        list.Headers.RetryAfter.ShouldNotBeNull();
        // Where the database is concerns nobody out there.
        detail.ShouldNotContain(dashboard.Store.Place);
        detail.ShouldNotContain("/tmp");
    }

    [Fact]
    public async Task Metrics_AfterRequests_WellFormedAndCounted()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string token = await dashboard.IssueAsync();
        var record = Server.Record();
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage taken = await dashboard.Client.SubmitAsync(record, token);
        }
        using HttpResponseMessage refused = await dashboard.Client.SubmitAsync("{}"u8.ToArray(), token);
        using HttpResponseMessage hostile = await dashboard.Client.GetAsync("/api/v1/runs/%22%0A%7B%7D", Token);

        using HttpResponseMessage answer = await dashboard.Client.GetAsync("/metrics", Token);

        string text = await answer.Content.ReadAsStringAsync(Token);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        text.ShouldContain("laptime_submissions_total{outcome=\"new\"} 1\n");
        text.ShouldContain("laptime_submissions_total{outcome=\"known\"} 1\n");
        text.ShouldContain("laptime_submissions_total{outcome=\"invalid\"} 1\n");
        text.ShouldContain("laptime_store_duration_seconds_count{operation=\"submit\"} 2\n");
        text.ShouldContain("http_server_request_duration_seconds_bucket{");
        text.ShouldContain("dotnet_process_memory_working_set_bytes ");
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Line().IsMatch(line).ShouldBeTrue(line);
        }
        text.ShouldNotContain(token[^20..]);
    }

    [Fact]
    public async Task OpenApi_Document_DescribesEveryAddressWithSchemasAndExamples()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();

        using var json = JsonDocument.Parse(await dashboard.Client.GetStringAsync("/api/v1/openapi.json", Token));

        JsonElement root = json.RootElement;
        root.GetProperty("openapi").GetString().ShouldStartWith("3.");
        JsonElement paths = root.GetProperty("paths");
        paths
            .EnumerateObject()
            .Select(path => path.Name)
            .ShouldBe(
                ["/api/v1/compare", "/api/v1/runs", "/api/v1/runs/{run}", "/api/v1/runs/{run}/blocks.csv"],
                ignoreOrder: true
            );
        foreach (JsonProperty path in paths.EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                string where = $"{operation.Name} {path.Name}";
                operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(where);
                operation.Value.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty(where);
                operation.Value.GetProperty("responses").EnumerateObject().Count().ShouldBeGreaterThan(3, where);
            }
        }
        JsonElement submit = paths.GetProperty("/api/v1/runs").GetProperty("post");
        submit.GetProperty("requestBody").ToString().ShouldContain("#/components/schemas/Run");
        submit.GetProperty("security").GetArrayLength().ShouldBe(1);
        submit.GetProperty("responses").GetProperty("201").ToString().ShouldContain("example");
        JsonElement run = root.GetProperty("components").GetProperty("schemas").GetProperty("Run");
        run.GetProperty("properties").GetProperty("started_at").GetProperty("type").ToString().ShouldContain("string");
        run.ToString().ShouldContain("wall_seconds");
        References(root).ShouldAllBe(reference => Resolves(root, reference));
    }

    [Fact]
    public async Task Stop_SubmissionUnderWay_FinishedAndSaved()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string token = await dashboard.IssueAsync();
        var records = Enumerable.Range(0, 20).Select(_ => Server.Record(trials: 20, blocks: 100)).ToList();
        Task<HttpResponseMessage>[] sent = [.. records.Select(record => dashboard.Client.SubmitAsync(record, token))];
        await Task.WhenAny(sent);

        await dashboard.StopAsync();

        int saved = 0;
        for (int i = 0; i < sent.Length; i++)
        {
            try
            {
                using HttpResponseMessage answer = await sent[i];
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable);
                bool isThere = await dashboard.Store.GetRunAsync(records[i].Run.Id, Token) is { Trials.Length: 20 };
                isThere.ShouldBe(answer.StatusCode == HttpStatusCode.Created);
                saved += isThere ? 1 : 0;
            }
            catch (HttpRequestException)
            {
                // Came after the door was closed.
            }
        }
        saved.ShouldBeGreaterThan(0);
    }

    private static async Task BreakAsync(RelationalStore store)
    {
        await using Microsoft.Data.Sqlite.SqliteConnection other = new($"Data Source={store.Place};Pooling=false");
        await other.OpenAsync(Token);
        await using Microsoft.Data.Sqlite.SqliteCommand command = other.CreateCommand();
        command.CommandText = "ALTER TABLE run_summaries RENAME TO lost";
        await command.ExecuteNonQueryAsync(Token);
    }

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(member =>
                    member is { Name: "$ref", Value.ValueKind: JsonValueKind.String }
                        ? [member.Value.GetString()!]
                        : References(member.Value)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };

    private static bool Resolves(JsonElement root, string reference)
    {
        JsonElement at = root;
        foreach (string name in reference.Split('/').Skip(1))
        {
            string key = name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(key, out at))
            {
                return false;
            }
        }
        return true;
    }

    [GeneratedRegex(
        """^(#\s(HELP|TYPE)\s[a-z_:0-9]+\s.*|[a-z_:][a-z0-9_:]*(\{([a-z_][a-z0-9_]*="([^"\\\n]|\\.)*",?)*\})?\s(\d+(\.\d+)?(E[+-]?\d+)?))$""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Line();
}
