using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Laptime.Web.Operations;

/// <summary>A line for each request, without its query, its headers and its body: no secret can get into the log that way.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    private const int LongestPath = 200;

    public async Task InvokeAsync(HttpContext context)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            int status = context.Response.StatusCode;
            LogLevel level =
                status >= StatusCodes.Status500InternalServerError ? LogLevel.Error
                : status is 401 or 403 or 413 or 421 or 429 ? LogLevel.Warning
                // Reading is the rule and would drown the rest.
                : HttpMethods.IsPost(context.Request.Method) ? LogLevel.Information
                : LogLevel.Debug;
            if (log.IsEnabled(level))
            {
                string path = context.Request.Path.Value ?? "";
                double milliseconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);
                string? address = context.Connection.RemoteIpAddress?.ToString();
                Write(
                    level,
                    context.Request.Method,
                    path.Length <= LongestPath ? path : path[..LongestPath] + "…",
                    status,
                    milliseconds,
                    address,
                    context.Items[TokenItem] as string
                );
            }
        }
    }

    /// <summary>Where the public part of the token is noted for the log.</summary>
    public static readonly object TokenItem = new();

    [LoggerMessage(Message = "{Method} {Path} {Status} in {Milliseconds} ms from {Address}, token {Token}")]
    private partial void Write(
        LogLevel level,
        string method,
        string path,
        int status,
        double milliseconds,
        string? address,
        string? token
    );
}
