using Laptime.Store.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Laptime.Web.Access;

/// <summary>How a browser shows a token: typed once, kept in a cookie until the browser is closed.</summary>
internal static class Sessions
{
    private const int LongestToken = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", OpenAsync).ExcludeFromDescription();
        routes.MapPost("/session/end", End).ExcludeFromDescription();
    }

    /// <summary>The address if it is one of ours, else the overview: a link must not lead elsewhere by way of us.</summary>
    public static string Local(string? to) =>
        to is ['/', ..] && to is not ['/', '/' or '\\', ..] && !to.Any(c => char.IsControl(c) || c == '\\') ? to : "/";

    // The form's own token is checked before this is called.
    private static async Task<IResult> OpenAsync(
        HttpContext context,
        Doorkeeper door,
        [FromForm] string? token,
        [FromForm] string? to
    )
    {
        string text = token?.Trim() ?? "";
        Visitor visitor = await door.RecognizeAsync(context, text.Length <= LongestToken ? text : "", TokenScopes.Read);
        string target = Local(to);
        if (!visitor.May(TokenScopes.Read))
        {
            return Results.LocalRedirect($"/login?refused=1&to={Uri.EscapeDataString(target)}");
        }
        context.Response.Cookies.Append(
            Doorkeeper.Cookie,
            text,
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                Path = "/",
                IsEssential = true,
            }
        );
        return Results.LocalRedirect(target);
    }

    private static IResult End(HttpContext context, [FromForm] string? to)
    {
        context.Response.Cookies.Delete(Doorkeeper.Cookie);
        return Results.LocalRedirect(Local(to));
    }
}
