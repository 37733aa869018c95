using System.Net;
using System.Text.RegularExpressions;
using Laptime.Store.Access;
using Laptime.Web.Access;

namespace Laptime.Web.Tests.Api;

public partial class AccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_EveryKindOfWrongToken_RefusedAndNothingSaved()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string good = await dashboard.IssueAsync();
        string revoked = await dashboard.IssueAsync();
        await dashboard.Store.RevokeTokenAsync(TokenText.IdOf(revoked)!, Token);
        string expired = await dashboard.IssueAsync(expiresAt: DateTimeOffset.UnixEpoch.AddDays(1));
        string reading = await dashboard.IssueAsync(TokenScopes.Read);
        (string? Token, int Status, string Says)[] cases =
        [
            (null, 401, "submit"),
            ("", 401, "submit"),
            (good[..^1], 401, "no such token"),
            (good + "a", 401, "no such token"),
            (good[..^1] + (good[^1] == 'a' ? 'b' : 'a'), 401, "no such token"),
            (good.ToUpperInvariant(), 401, "no such token"),
            (TokenText.Issue(TokenScopes.Submit, null, default, null).Text, 401, "no such token"),
            ("' OR 1=1 --", 401, "no such token"),
            (revoked, 401, "revoked"),
            (expired, 401, "expired"),
            (reading, 403, "submit"),
        ];
        foreach ((string? token, int expected, string says) in cases)
        {
            using HttpResponseMessage answer = await dashboard.Client.SubmitAsync(Server.Record(), token);

            (int status, string detail, string? field) = await answer.ProblemAsync();
            status.ShouldBe(expected, token ?? "none");
            detail.ShouldContain(says, Case.Insensitive);
            field.ShouldBe("Authorization");
            if (expected == 401)
            {
                answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
            }
            if (token?.Length > 8)
            {
                detail.ShouldNotContain(token);
            }
        }
        (await dashboard.Store.CountRunsAsync(new Store.RunQuery(), Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Submit_TokenElsewhereThanInTheHeader_Refused()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string token = await dashboard.IssueAsync(TokenScopes.Submit | TokenScopes.Read);
        byte[] content = Formats.RunDocument.Write(Server.Record());
        using HttpRequestMessage cookie = new(HttpMethod.Post, "/api/v1/runs")
        {
            Content = new ByteArrayContent(content) { Headers = { { "Content-Type", "application/json" } } },
            Headers = { { "Cookie", $"{Doorkeeper.Cookie}={token}" } },
        };
        using HttpRequestMessage query = new(HttpMethod.Post, $"/api/v1/runs?token={token}&access_token={token}")
        {
            Content = new ByteArrayContent(content) { Headers = { { "Content-Type", "application/json" } } },
        };

        using HttpResponseMessage byCookie = await dashboard.Client.SendAsync(cookie, Token);
        using HttpResponseMessage byQuery = await dashboard.Client.SendAsync(query, Token);

        // A cookie is sent by the browser on its own: nothing may be changed by it.
        byCookie.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        byQuery.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Submit_ManyWrongTokens_ThenEvenTheRightOneWaits()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                Limits = settings.Limits with { WrongTokensPerMinute = 9 },
            }
        );
        string good = await dashboard.IssueAsync();
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage wrong = await dashboard.Client.SubmitAsync(Server.Record(), good[..^2] + "zz");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using HttpResponseMessage answer = await dashboard.Client.SubmitAsync(Server.Record(), good);

        (await answer.ProblemAsync()).Detail.ShouldContain("Too many wrong tokens");
    }

    [Fact]
    public async Task Private_WithoutToken_NothingIsRead()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                IsPrivate = true,
            }
        );
        await dashboard.Store.SubmitAsync(Server.Record(), Token);
        string submitting = await dashboard.IssueAsync();
        using HttpClient http = NotFollowing(dashboard);

        foreach (string path in new[] { "/api/v1/runs", "/api/v1/runs/last", "/api/v1/openapi.json", "/metrics" })
        {
            using HttpResponseMessage answer = await http.GetAsync(path, Token);
            (await answer.ProblemAsync()).Status.ShouldBe(401, path);
        }
        using HttpResponseMessage page = await http.GetAsync("/?x=1", Token);
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.Location!.ToString().ShouldBe("/login?to=%2F%3Fx%3D1");
        using HttpResponseMessage alive = await http.GetAsync("/health/ready", Token);
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
        using HttpResponseMessage submitted = await http.SubmitAsync(Server.Record(), submitting);
        submitted.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Private_TokenTypedIntoTheForm_PagesAreRead()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(settings =>
            settings with
            {
                IsPrivate = true,
            }
        );
        string token = await dashboard.IssueAsync(TokenScopes.Read);
        using HttpClient http = NotFollowing(dashboard);
        string form = await http.GetStringAsync("/login?to=%2F%2Fevil.example", Token);
        form.ShouldNotContain("evil.example");
        string guard = FormToken().Match(form).Groups["guard"].Value;

        using HttpResponseMessage without = await PostAsync(token, guard: null);
        using HttpResponseMessage wrong = await PostAsync(token[..^1] + "0", guard);
        using HttpResponseMessage right = await PostAsync(token, guard);

        without.Headers.Location!.ToString().ShouldStartWith("/login?refused=1");
        without.Headers.Contains("Set-Cookie").ShouldBeFalse();
        wrong.Headers.Location!.ToString().ShouldStartWith("/login?refused=1");
        right.Headers.Location!.ToString().ShouldBe("/");
        string cookie = right
            .Headers.GetValues("Set-Cookie")
            .Single(value => value.StartsWith("laptime_token", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        using HttpResponseMessage overview = await http.GetAsync("/", Token);
        overview.StatusCode.ShouldBe(HttpStatusCode.OK);
        overview.Headers.CacheControl!.NoStore.ShouldBeTrue();

        async Task<HttpResponseMessage> PostAsync(string text, string? guard)
        {
            Dictionary<string, string> fields = new() { ["token"] = text, ["to"] = "https://evil.example/" };
            if (guard is not null)
            {
                fields["__RequestVerificationToken"] = guard;
            }
            using FormUrlEncodedContent content = new(fields);
            return await http.PostAsync("/session", content, Token);
        }
    }

    [Theory]
    [InlineData("/runs?text=a b", "/runs?text=a b")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData(null, "/")]
    public void Local_AnyTarget_OnlyOurs(string? target, string expected) => Sessions.Local(target).ShouldBe(expected);

    private static HttpClient NotFollowing(RunningDashboard dashboard) =>
        new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = dashboard.Client.BaseAddress };

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<guard>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex FormToken();
}
