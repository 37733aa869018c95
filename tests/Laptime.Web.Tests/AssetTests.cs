using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Laptime.Web.Tests;

public partial class AssetTests
{
    [Fact]
    public async Task Asset_NamedByAPage_IsCompressedAndKept()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        string page = await dashboard.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        string address = Style().Match(page).Groups[1].Value;
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));

        using HttpResponseMessage answer = await dashboard.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );

        answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        answer.Headers.ETag.ShouldNotBeNull();
    }

    [Fact]
    public async Task Asset_HeldAlready_IsNotSentAgain()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        using HttpResponseMessage first = await dashboard.Client.GetAsync(
            "/assets/site.css",
            TestContext.Current.CancellationToken
        );
        using HttpRequestMessage request = new(HttpMethod.Get, "/assets/site.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using HttpResponseMessage second = await dashboard.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );

        first.Headers.CacheControl!.NoCache.ShouldBeTrue();
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [GeneratedRegex("href=\"(/assets/site.css[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Style();
}
