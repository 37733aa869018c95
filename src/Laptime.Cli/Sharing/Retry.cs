using System.Net;
using System.Net.Http.Headers;

namespace Laptime.Cli.Sharing;

/// <summary>Sends a request again when the way or the server fails it for the moment, each time after a longer pause.</summary>
/// <param name="time">Clock to wait by.</param>
/// <param name="say">Told before each pause.</param>
/// <param name="attempts">Times to try in all.</param>
internal sealed class Retry(TimeProvider time, Action<string> say, int attempts = 6)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(2);

    private static readonly HttpStatusCode[] Passing =
    [
        HttpStatusCode.RequestTimeout,
        HttpStatusCode.TooManyRequests,
        HttpStatusCode.BadGateway,
        HttpStatusCode.ServiceUnavailable,
        HttpStatusCode.GatewayTimeout,
    ];

    /// <summary>The first answer that will not pass by itself, or the last one.</summary>
    /// <param name="send">Sends the request anew; must be harmless to repeat.</param>
    /// <param name="cancellationToken">Gives up, between attempts as well.</param>
    /// <exception cref="HttpRequestException">The server was not reached in any attempt.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Func<Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken
    )
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan pause = Pause(attempt);
            string reason;
            try
            {
                HttpResponseMessage answer = await send();
                if (Array.IndexOf(Passing, answer.StatusCode) < 0 || attempt == attempts)
                {
                    return answer;
                }
                reason = $"the server said {(int)answer.StatusCode}";
                pause = Asked(answer.Headers.RetryAfter) ?? pause;
                answer.Dispose();
            }
            catch (HttpRequestException e) when (attempt < attempts && IsPassing(e))
            {
                reason = e.Message.TrimEnd('.');
            }
            catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == attempts)
                {
                    throw new HttpRequestException("the server did not answer in time", e);
                }
                reason = "the server did not answer in time";
            }
            say($"Again in {Math.Ceiling(pause.TotalSeconds)} s: {reason}.");
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    // A wrong certificate or name stays wrong.
    private static bool IsPassing(HttpRequestException e) =>
        e.HttpRequestError is not (HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError);

    // Up to half as long again, so that many who were refused together do not return together.
    private static TimeSpan Pause(int attempt) =>
        First * Math.Pow(2, attempt - 1) * (1 + Random.Shared.NextDouble() / 2);

    private TimeSpan? Asked(RetryConditionHeaderValue? after)
    {
        TimeSpan? asked = after?.Delta ?? (after?.Date is { } date ? date - time.GetUtcNow() : null);
        return asked is { } pause && pause > TimeSpan.Zero
            ? TimeSpan.FromTicks(Math.Min(pause.Ticks, LongestAsked.Ticks))
            : null;
    }
}
