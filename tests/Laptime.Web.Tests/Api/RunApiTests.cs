using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Testing;

namespace Laptime.Web.Tests.Api;

public class RunApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_NewAgainAndContradicting_CreatedOkConflict()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string token = await dashboard.IssueAsync();
        RunRecord record = Server.Sealed();

        using HttpResponseMessage first = await dashboard.Client.SubmitAsync(record, token);
        using HttpResponseMessage again = await dashboard.Client.SubmitAsync(Pack(record), token, "gzip");
        using HttpResponseMessage other = await dashboard.Client.SubmitAsync(
            record with
            {
                Run = record.Run with { Seed = 7, Seal = null },
            },
            token
        );

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        first.Headers.Location!.ToString().ShouldBe($"/api/v1/runs/{record.Run.Id}");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (int status, string detail, string? field) = await other.ProblemAsync();
        status.ShouldBe(409);
        detail.ShouldContain("Nothing was changed");
        field.ShouldBe("$.id");
        RunRecord stored = (await dashboard.Store.GetRunAsync(record.Run.Id, Token))!;
        RunDocument.Write(stored).ShouldBe(RunDocument.Write(record));
    }

    [Fact]
    public async Task Submit_SealedRun_TakenAsItIsAndRefusedWhereItWasAltered()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string token = await dashboard.IssueAsync();
        RunRecord record = Server.Sealed();

        using HttpResponseMessage altered = await dashboard.Client.SubmitAsync(
            record with
            {
                Trials = [record.Trials[0]],
            },
            token
        );
        using HttpResponseMessage intact = await dashboard.Client.SubmitAsync(Redaction.Apply(record), token);
        using JsonDocument list = await JsonAsync(dashboard, "/api/v1/runs");

        (int status, string detail, string? field) = await altered.ProblemAsync();
        status.ShouldBe(400);
        detail.ShouldContain("altered");
        field.ShouldBe("$.seal");
        intact.StatusCode.ShouldBe(HttpStatusCode.Created);
        list.RootElement.GetProperty("runs")[0].GetProperty("seal").GetString().ShouldBe("unsigned");
    }

    [Fact]
    public async Task Fetch_SubmittedRun_SameBytesWithTagAndNotSentAgain()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        RunRecord record = Server.Sealed();
        await dashboard.Store.SubmitAsync(record, Token);
        string path = $"/api/v1/runs/{record.Run.Id.ToString()[..13]}";

        using HttpResponseMessage whole = await dashboard.Client.GetAsync(path, Token);
        using HttpRequestMessage conditional = new(HttpMethod.Get, path);
        conditional.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        using HttpResponseMessage known = await dashboard.Client.SendAsync(conditional, Token);
        using HttpRequestMessage head = new(HttpMethod.Head, path);
        using HttpResponseMessage headed = await dashboard.Client.SendAsync(head, Token);

        (await whole.Content.ReadAsByteArrayAsync(Token)).ShouldBe(RunDocument.Write(record));
        known.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        headed.StatusCode.ShouldBe(HttpStatusCode.OK);
        headed.Headers.ETag.ShouldBe(whole.Headers.ETag);
        headed.Content.Headers.ContentLength.ShouldBe(RunDocument.Write(record).Length);
        (await headed.Content.ReadAsByteArrayAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Fetch_Blocks_ARowForEachAndNoFormula()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        RunRecord record = Server.Record(trials: 1, blocks: 5);
        Trial failed = Some.Trial(record.Run.Id) with { Outcome = new TrialOutcome.Failed("=cmd|'/c calc'!A1", "-") };
        await dashboard.Store.SubmitAsync(record with { Trials = [.. record.Trials, failed] }, Token);

        using HttpResponseMessage answer = await dashboard.Client.GetAsync("/api/v1/runs/last/blocks.csv", Token);

        string[] lines = (await answer.Content.ReadAsStringAsync(Token)).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{record.Run.Id}.csv");
        lines.Length.ShouldBe(1 + 5 + 1);
        lines[^1].ShouldContain("'=cmd|");
    }

    [Fact]
    public async Task List_Filtered_PageAndTotal()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        for (int i = 0; i < 5; i++)
        {
            RunRecord record = Server.Record(trials: 1);
            Run run = record.Run with { StartedAt = Some.Instant.AddDays(i), Note = i == 3 ? "fourth" : null };
            await dashboard.Store.SubmitAsync(record with { Run = run }, Token);
        }

        using JsonDocument page = await JsonAsync(dashboard, "/api/v1/runs?limit=2&offset=1&status=finished");
        using JsonDocument one = await JsonAsync(
            dashboard,
            "/api/v1/runs?text=FOURTH&from=2026-11-22&tier=quick&suite=quick"
        );

        page.RootElement.GetProperty("total").GetInt32().ShouldBe(5);
        page.RootElement.GetProperty("runs")
            .EnumerateArray()
            .Select(run => run.GetProperty("started_at").GetDateTimeOffset())
            .ShouldBe([Some.Instant.AddDays(3), Some.Instant.AddDays(2)]);
        one.RootElement.GetProperty("runs")
            .EnumerateArray()
            .Single()
            .GetProperty("note")
            .GetString()
            .ShouldBe("fourth");
    }

    [Theory]
    [InlineData("/api/v1/runs?limit=0", 400, "limit")]
    [InlineData("/api/v1/runs?limit=501", 400, "limit")]
    [InlineData("/api/v1/runs?offset=-1", 400, "offset")]
    [InlineData("/api/v1/runs?offset=99999999999", 400, "offset")]
    [InlineData("/api/v1/runs?tier=7", 400, "tier")]
    [InlineData("/api/v1/runs?status=Finished,Running", 400, "status")]
    [InlineData("/api/v1/runs?from=yesterday", 400, "from")]
    [InlineData("/api/v1/runs?order=1;drop%20table%20runs", 400, "order")]
    [InlineData("/api/v1/runs?teir=quick", 400, "teir")]
    [InlineData("/api/v1/runs/..%2F..%2Fetc%2Fpasswd", 400, "run")]
    [InlineData("/api/v1/runs/%25", 400, "run")]
    [InlineData("/api/v1/runs/0193", 404, "run")]
    [InlineData("/api/v1/runs/x'%20OR%201=1", 400, "run")]
    [InlineData("/api/v1/runs/last/blocks.csv", 404, "run")]
    [InlineData("/api/v1/compare", 400, "run")]
    [InlineData("/api/v1/compare?run=last", 400, "run")]
    [InlineData("/api/v1/compare?run=last&run=last", 404, "run")]
    [InlineData("/api/v1/nothing", 404, null)]
    [InlineData("/api", 404, null)]
    public async Task Get_WrongRequest_ProblemThatNamesTheField(string path, int expected, string? named)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();

        using HttpResponseMessage answer = await dashboard.Client.GetAsync(path, Token);

        (int status, string detail, string? field) = await answer.ProblemAsync();
        status.ShouldBe(expected);
        field.ShouldBe(named);
        detail.ShouldEndWith(".");
    }

    [Fact]
    public async Task Get_AmbiguousBeginning_NamesTheRuns()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        foreach (char end in "12")
        {
            var record = Server.Record();
            Guid id = Guid.Parse($"0193a5f2-0000-7000-8000-00000000000{end}");
            await dashboard.Store.SubmitAsync(new RunRecord(record.Run with { Id = id }, []), Token);
        }

        using HttpResponseMessage answer = await dashboard.Client.GetAsync("/api/v1/runs/0193a5f2", Token);

        (int status, string detail, _) = await answer.ProblemAsync();
        status.ShouldBe(409);
        detail.ShouldContain("0193a5f2-0000-7000-8000-000000000002");
    }

    [Fact]
    public async Task Compare_ThreeRuns_RatiosOfTheirTimes()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        List<Guid> ids = [];
        foreach (double factor in new[] { 1, 0.5, 4 })
        {
            RunRecord record = WithTimes(Server.Record(trials: 3), factor);
            await dashboard.Store.SubmitAsync(record, Token);
            ids.Add(record.Run.Id);
        }

        using JsonDocument json = await JsonAsync(dashboard, $"/api/v1/compare?run={ids[0]}&run={ids[1]}&run={ids[2]}");

        json.RootElement.GetProperty("first").GetProperty("id").GetGuid().ShouldBe(ids[0]);
        double[] speedUps =
        [
            .. json
                .RootElement.GetProperty("comparisons")
                .EnumerateArray()
                .Select(one => one.GetProperty("geometric_mean").GetProperty("speed_up").GetDouble()),
        ];
        speedUps[0].ShouldBe(2, 1e-6);
        speedUps[1].ShouldBe(0.25, 1e-6);
    }

    [Fact]
    public async Task Server_NamesHidden_NoneInAnyAnswer()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                ShowsNames = false,
            }
        );
        RunRecord record = Server.Record();
        await dashboard.Store.SubmitAsync(record, Token);
        (await dashboard.Store.GetRunAsync(record.Run.Id, Token))!.Run.Platform.HostName.ShouldBe("somehost");

        foreach (string path in new[] { "/api/v1/runs", "/api/v1/runs/last", "/api/v1/runs/last/blocks.csv", "/" })
        {
            string text = await dashboard.Client.GetStringAsync(path, Token);
            text.ShouldNotContain("somehost");
            text.ShouldNotContain("somebody");
        }
    }

    private static byte[] Pack(RunRecord record)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(RunDocument.Write(record));
        }
        return packed.ToArray();
    }

    private static async Task<JsonDocument> JsonAsync(RunningDashboard dashboard, string path) =>
        JsonDocument.Parse(await dashboard.Client.GetStringAsync(path, Token));

    private static RunRecord WithTimes(RunRecord record, double factor) =>
        record with
        {
            Trials =
            [
                .. record.Trials.Select(
                    (trial, i) =>
                        trial with
                        {
                            Launch = i + 1,
                            Outcome = new TrialOutcome.Measured(
                                Some.Samples(16) with
                                {
                                    Blocks =
                                    [
                                        .. Some.Samples(16)
                                            .Blocks.Select(block =>
                                                block with
                                                {
                                                    Wall = new Core.Quantities.Seconds(0.2 * factor),
                                                }
                                            ),
                                    ],
                                }
                            ),
                        }
                ),
            ],
        };
}
