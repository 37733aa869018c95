using Laptime.Store.Access;
using Laptime.Web.Api;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Laptime.Web.Access;

/// <summary>Where reading is not for everybody: lets those pass who show a token for it, and shows the others the door.</summary>
internal sealed class ReadGate(RequestDelegate next, DashboardSettings settings)
{
    private static readonly string[] Open = ["/health", "/assets", "/login", "/session"];

    public async Task InvokeAsync(HttpContext context, Doorkeeper door)
    {
        PathString path = context.Request.Path;
        if (
            !settings.IsPrivate
            || Array.Exists(Open, open => path.StartsWithSegments(open, StringComparison.OrdinalIgnoreCase))
            || IsSubmission(context)
        )
        {
            await next(context);
            return;
        }
        Visitor visitor = await door.RecognizeAsync(context);
        if (visitor.May(TokenScopes.Read))
        {
            // What a private server says is nobody else's, not even a proxy's.
            context.Response.Headers.CacheControl = "private, no-store";
            await next(context);
        }
        else if (ApiFailures.Covers(path))
        {
            await Refusals.Of(context, visitor, TokenScopes.Read).ExecuteAsync(context);
        }
        else
        {
            context.Response.Redirect($"/login?to={Uri.EscapeDataString(path + context.Request.QueryString)}");
        }
    }

    // It is refused or let in by its own scope.
    private static bool IsSubmission(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.Request.Path.Equals("/api/v1/runs", StringComparison.OrdinalIgnoreCase);
}
