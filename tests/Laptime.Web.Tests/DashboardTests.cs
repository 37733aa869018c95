using System.Net;

namespace Laptime.Web.Tests;

public class DashboardTests
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK, "text/html")]
    [InlineData("/assets/site.css", HttpStatusCode.OK, "text/css")]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "text/html")]
    [InlineData("/assets/../Dashboard.cs", HttpStatusCode.NotFound, "text/html")]
    public async Task Get_AnswersWithStatusTypeAndPolicy(string path, HttpStatusCode status, string type)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();

        using HttpResponseMessage answer = await dashboard.Client.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        answer.Headers.Server.ShouldBeEmpty();
    }
}
