using System.Net.Http.Headers;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Load;
using Laptime.Store.Access;

namespace Laptime.Web.Tests.Api;

/// <summary>What tests ask of a running server.</summary>
internal static class Server
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<string> IssueAsync(
        this RunningDashboard dashboard,
        TokenScopes scopes = TokenScopes.Submit,
        DateTimeOffset? expiresAt = null
    )
    {
        (AccessToken token, string text) = TokenText.Issue(scopes, "test", DateTimeOffset.UnixEpoch, expiresAt);
        await dashboard.Store.AddTokenAsync(token, Token);
        return text;
    }

    public static RunRecord Record(int trials = 2, int blocks = 3) => ApiLoad.Make(trials, blocks);

    public static RunRecord Sealed(int trials = 2, int blocks = 3) =>
        RunSealing.Seal(Record(trials, blocks), key: null);

    public static Task<HttpResponseMessage> SubmitAsync(this HttpClient http, RunRecord record, string? token) =>
        http.SubmitAsync(RunDocument.Write(record), token);

    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient http,
        byte[] content,
        string? token,
        string? encoding = null,
        string type = "application/json"
    )
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/v1/runs")
        {
            Content = new ByteArrayContent(content),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }
        return await http.SendAsync(request, Token);
    }

    /// <summary>The refusal: its status, sentence and field; whatever it says, it says as a problem.</summary>
    public static async Task<(int Status, string Detail, string? Field)> ProblemAsync(this HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(Token);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        using var json = System.Text.Json.JsonDocument.Parse(text);
        json.RootElement.GetProperty("status").GetInt32().ShouldBe((int)answer.StatusCode);
        json.RootElement.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        return (
            (int)answer.StatusCode,
            json.RootElement.GetProperty("detail").GetString()!,
            json.RootElement.TryGetProperty("field", out var field) ? field.GetString() : null
        );
    }
}
