using Laptime.Store.Access;
using Microsoft.AspNetCore.Antiforgery;
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
        // The form's own token is looked at below: a form that is older than the server is shown anew instead of refused.
        routes.MapPost("/session", OpenAsync).DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/session/end", EndAsync).DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary>The address if it is one of ours, else the overview: a link must not lead elsewhere by way of us.</summary>
    public static string Local(string? to) =>
        to is ['/', ..] && to is not ['/', '/' or '\\', ..] && !to.Any(c => char.IsControl(c) || c == '\\') ? to : "/";

    private static async Task<IResult> OpenAsync(
        HttpContext context,
        Doorkeeper door,
        IAntiforgery forms,
        [FromForm] string? token,
        [FromForm] string? to
    )
    {
        bool isOurForm = await forms.IsRequestValidAsync(context);
        string text = token?.Trim() ?? "";
        Visitor visitor = await door.RecognizeAsync(
            context,
            isOurForm && text.Length <= LongestToken ? text : "",
            TokenScopes.Read
        );
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

    private static async Task<IResult> EndAsync(HttpContext context, IAntiforgery forms, [FromForm] string? to)
    {
        if (await forms.IsRequestValidAsync(context))
        {
            context.Response.Cookies.Delete(Doorkeeper.Cookie);
        }
        return Results.LocalRedirect(Local(to));
    }
}
