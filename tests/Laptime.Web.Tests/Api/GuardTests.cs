using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Web.Hosting;

namespace Laptime.Web.Tests.Api;

public class GuardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:5380", 200)]
    [InlineData("127.0.0.1:1", 200)]
    [InlineData("[::1]:5380", 200)]
    [InlineData("bench.example.org", 200)]
    public async Task Get_HostHeader_OnlyOurNames(string host, int status)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                HostNames = ["bench.example.org"],
            }
        );
        foreach (string path in new[] { "/api/v1/runs", "/", "/health/live" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { Host = host } };
            using HttpResponseMessage answer = await dashboard.Client.SendAsync(request, Token);
            ((int)answer.StatusCode).ShouldBe(status, path);
        }
    }

    [Fact]
    public async Task Submit_TooLargeOrPackedSmall_413()
    {
        await using RunningDashboard dashboard = await StartSmallAsync();
        string token = await dashboard.IssueAsync();
        byte[] large = RunDocument.Write(Server.Record(trials: 200, blocks: 200));
        large.Length.ShouldBeGreaterThan(1 << 20);

        using HttpResponseMessage plain = await dashboard.Client.SubmitAsync(large, token);
        // A hundred megabytes of nothing in a hundred kilobytes.
        using HttpResponseMessage bomb = await dashboard.Client.SubmitAsync(Pack(new byte[100 << 20]), token, "gzip");

        (await plain.ProblemAsync()).Status.ShouldBe(413);
        (await bomb.ProblemAsync()).ShouldBe((413, "The run is larger than 1048576 bytes, unpacked.", "$"));
    }

    [Theory]
    [InlineData("gzip", "application/json", 400, "Content-Encoding")]
    [InlineData("br", "application/json", 415, "Content-Encoding")]
    [InlineData(null, "text/plain", 415, "Content-Type")]
    [InlineData(null, "application/x-www-form-urlencoded", 415, "Content-Type")]
    [InlineData(null, "application/json", 400, "$")]
    public async Task Submit_OddContent_RefusedByItsHeader(string? encoding, string type, int expected, string named)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string token = await dashboard.IssueAsync();

        using HttpResponseMessage answer = await dashboard.Client.SubmitAsync(
            "no run"u8.ToArray(),
            token,
            encoding,
            type
        );

        (int status, _, string? field) = await answer.ProblemAsync();
        status.ShouldBe(expected);
        field.ShouldBe(named);
    }

    [Fact]
    public async Task Submit_MoreThanAMinuteAllows_429WithRetryAfter()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                Limits = settings.Limits with { SubmissionsPerMinute = 6 },
            }
        );
        string token = await dashboard.IssueAsync();
        string other = await dashboard.IssueAsync();
        List<int> statuses = [];
        TimeSpan? wait = null;
        for (int i = 0; i < 4; i++)
        {
            using HttpResponseMessage answer = await dashboard.Client.SubmitAsync(Server.Record(), token);
            statuses.Add((int)answer.StatusCode);
            wait = answer.Headers.RetryAfter?.Delta;
        }

        statuses.ShouldBe([201, 201, 429, 429]);
        wait!.Value.TotalSeconds.ShouldBeInRange(1, 20);
        // Each token has its own allowance.
        using HttpResponseMessage another = await dashboard.Client.SubmitAsync(Server.Record(), other);
        another.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Get_MoreThanAMinuteAllows_429ButStillHealthy()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                Limits = settings.Limits with { RequestsPerMinute = 6 },
            }
        );
        List<int> statuses = [];
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage answer = await dashboard.Client.GetAsync("/api/v1/runs", Token);
            statuses.Add((int)answer.StatusCode);
        }

        statuses.ShouldBe([200, 200, 429]);
        using HttpResponseMessage alive = await dashboard.Client.GetAsync("/health/ready", Token);
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Submit_MoreThanIsHeld_503WithRetryAfterAndThenTakenAgain()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                Limits = settings.Limits with { HeldBytes = 2 << 20 },
            }
        );
        string token = await dashboard.IssueAsync();
        byte[] large = RunDocument.Write(Server.Record(trials: 300, blocks: 200));

        using HttpResponseMessage refused = await dashboard.Client.SubmitAsync(large, token);
        using HttpResponseMessage taken = await dashboard.Client.SubmitAsync(Server.Record(), token);

        (await refused.ProblemAsync()).Status.ShouldBe(503);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        taken.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Submit_BodyThatStops_408AndNothingSaved()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                Limits = settings.Limits with { Arrival = TimeSpan.FromSeconds(0.5) },
            }
        );
        string token = await dashboard.IssueAsync();
        Uri server = dashboard.Client.BaseAddress!;
        using TcpClient slow = new(server.Host, server.Port);
        await using NetworkStream stream = slow.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"schema\":"
            ),
            Token
        );
        using StreamReader reader = new(stream);

        (await reader.ReadLineAsync(Token)).ShouldBe("HTTP/1.1 408 Request Timeout");
        (await dashboard.Store.CountRunsAsync(new Store.RunQuery(), Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Submit_HostileTexts_StoredAsTheyAreAndInNoHeader()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string token = await dashboard.IssueAsync();
        RunRecord record = Server.Record();
        Run hostile = record.Run with
        {
            Note = "<script>alert(1)</script>\r\nSet-Cookie: x=1\u202e\u0000 ../../etc/passwd '; DROP TABLE runs; --",
            ToolVersion = "\"><img src=x onerror=alert(1)>",
        };

        using HttpResponseMessage answer = await dashboard.Client.SubmitAsync(record with { Run = hostile }, token);
        using HttpResponseMessage fetched = await dashboard.Client.GetAsync("/api/v1/runs/last", Token);
        using HttpResponseMessage listed = await dashboard.Client.GetAsync("/api/v1/runs", Token);
        string page = await dashboard.Client.GetStringAsync("/", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        RunDocument.Read(await fetched.Content.ReadAsByteArrayAsync(Token)).Value!.Run.Note.ShouldBe(hostile.Note);
        foreach (HttpResponseMessage one in new[] { answer, fetched, listed })
        {
            one.Headers.Contains("Set-Cookie").ShouldBeFalse();
            one.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        }
        // JSON that is opened in a browser must not become a page either.
        (await listed.Content.ReadAsStringAsync(Token)).ShouldNotContain("<script>");
        page.ShouldNotContain("<script>alert");
    }

    private static Task<RunningDashboard> StartSmallAsync() =>
        RunningDashboard.StartAsync(settings =>
            settings with
            {
                Limits = new ServerLimits { Run = new RunLimits { Bytes = 1 << 20 } },
            }
        );

    private static byte[] Pack(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }
        return packed.ToArray();
    }
}
