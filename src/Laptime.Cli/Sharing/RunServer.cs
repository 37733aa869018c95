using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Formats;

namespace Laptime.Cli.Sharing;

/// <summary>The server did not do what it was asked to. The message is for the user.</summary>
internal sealed class ServerRefusalException(string message) : Exception(message);

/// <summary>A server of runs, as its clients see it.</summary>
internal sealed class RunServer : IDisposable
{
    private const int LongestProblem = 1 << 16;

    private readonly HttpClient http;
    private readonly Retry retry;

    /// <summary>A client; nothing is contacted yet.</summary>
    /// <param name="address">The server, ending in a slash.</param>
    /// <param name="token">Token; null: none.</param>
    /// <param name="retry">How often to try.</param>
    public RunServer(Uri address, string? token, Retry retry)
    {
        this.retry = retry;
        // A redirection would take the token elsewhere.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(2),
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("laptime", ProgramVersion.Number));
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Hands in a run; the same run twice is one run, so trying again is harmless.</summary>
    /// <param name="document">A laptime.run/1 document.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was unknown there, and how many trials were.</returns>
    /// <exception cref="ServerRefusalException">It was not taken.</exception>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    public async Task<(bool IsNew, int NewTrials)> SubmitAsync(byte[] document, CancellationToken cancellationToken)
    {
        byte[] packed = Pack(document);
        using HttpResponseMessage answer = await retry.SendAsync(
            () =>
            {
                ByteArrayContent content = new(packed);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                content.Headers.ContentEncoding.Add("gzip");
                return http.PostAsync("api/v1/runs", content, cancellationToken);
            },
            cancellationToken
        );
        if (answer.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK))
        {
            throw await RefusalAsync(answer, cancellationToken);
        }
        try
        {
            using var json = JsonDocument.Parse(await ReadAsync(answer, cancellationToken));
            return (
                json.RootElement.GetProperty("is_new").GetBoolean(),
                json.RootElement.GetProperty("new_trials").GetInt32()
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ServerRefusalException("It answered, but not as a server of Laptime does. Is the address right?");
        }
    }

    /// <summary>Fetches a run.</summary>
    /// <param name="reference">Id, its beginning, or <c>last</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ServerRefusalException">It was not given out.</exception>
    /// <exception cref="HttpRequestException">The server was not reached.</exception>
    public async Task<byte[]> FetchAsync(string reference, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await retry.SendAsync(
            () =>
                http.GetAsync(
                    $"api/v1/runs/{Uri.EscapeDataString(reference)}",
                    HttpCompletionOption.ResponseHeadersRead,
                    cancellationToken
                ),
            cancellationToken
        );
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw await RefusalAsync(answer, cancellationToken);
        }
        await using Stream stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await RunDocument.ReadBytesAsync(stream, cancellationToken);
    }

    /// <summary>As it goes over the wire.</summary>
    public static byte[] Pack(byte[] document)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(document);
        }
        return packed.ToArray();
    }

    public void Dispose() => http.Dispose();

    private static async Task<ServerRefusalException> RefusalAsync(
        HttpResponseMessage answer,
        CancellationToken cancellationToken
    )
    {
        int status = (int)answer.StatusCode;
        if (status is >= 300 and < 400)
        {
            return new ServerRefusalException(
                Prose.Printable(
                    $"It says that it has moved to {answer.Headers.Location}. If you trust that, use that address."
                )
            );
        }
        string? detail = null;
        try
        {
            using var json = JsonDocument.Parse(await ReadAsync(answer, cancellationToken));
            detail = json.RootElement.GetProperty("detail").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Something between here and the server answers in its own words; the status says what can be said.
        }
        return new ServerRefusalException(
            detail is null
                ? $"It answered with status {status}. Is the address right?"
                : Prose.Printable($"{detail} ({status})")
        );
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using Stream stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        byte[] text = new byte[LongestProblem];
        int length = await stream.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
        return text[..length];
    }
}
