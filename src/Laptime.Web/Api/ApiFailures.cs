using Laptime.Store;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Laptime.Web.Api;

/// <summary>
/// Gives every refusal of the API a body that says what is wrong. What went wrong inside is logged and never told: it
/// names files and databases.
/// </summary>
internal sealed partial class ApiFailures(RequestDelegate next, ILogger<ApiFailures> log)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    private static readonly string[] Roots = ["/api", "/health", "/metrics"];

    /// <summary>Whether an address is one that programs ask.</summary>
    public static bool Covers(PathString path) =>
        Array.Exists(Roots, root => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));

    public async Task InvokeAsync(HttpContext context)
    {
        if (!Covers(context.Request.Path))
        {
            await next(context);
            return;
        }
        try
        {
            await next(context);
            if (
                context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null }
                && context.Request.Method != HttpMethods.Head
            )
            {
                await Problems.Bare(context.Response.StatusCode).ExecuteAsync(context);
            }
        }
        // Nobody is waiting for an answer.
        catch (Exception e)
            when (context.RequestAborted.IsCancellationRequested
                && e is OperationCanceledException or ConnectionResetException or IOException
            )
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception failure)
    {
        context.Response.Clear();
        switch (failure)
        {
            case BadHttpRequestException bad:
                await Problems.Bare(bad.StatusCode).ExecuteAsync(context);
                break;
            case StoreException:
                LogStore(failure);
                await Problems
                    .Later(
                        context,
                        StatusCodes.Status503ServiceUnavailable,
                        "The store does not answer",
                        "The results cannot be read or saved at the moment; the server's log says why. Try again later.",
                        StorePause
                    )
                    .ExecuteAsync(context);
                break;
            default:
                LogUnexpected(failure);
                await Problems.Bare(StatusCodes.Status500InternalServerError).ExecuteAsync(context);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store failed.")]
    private partial void LogStore(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed.")]
    private partial void LogUnexpected(Exception failure);
}
