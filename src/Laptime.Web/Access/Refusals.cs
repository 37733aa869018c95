using Laptime.Store.Access;
using Laptime.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Laptime.Web.Access;

/// <summary>Why somebody is not let in.</summary>
internal static class Refusals
{
    /// <summary>401 where another token may help, 403 where this one works and does not allow it.</summary>
    public static ProblemHttpResult Of(HttpContext context, Visitor visitor, TokenScopes scope)
    {
        string word = scope.ToString().ToLowerInvariant();
        if (visitor.TokenId is { } id)
        {
            return Problems.Of(
                StatusCodes.Status403Forbidden,
                "Token does not allow it",
                $"Token {id} does not have the scope '{word}'. Ask whoever runs the server for one that has.",
                "Authorization"
            );
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(
            StatusCodes.Status401Unauthorized,
            "Token needed",
            visitor.Refusal
                ?? $"This takes a token with the scope '{word}', in the header: Authorization: Bearer laptime_…",
            "Authorization"
        );
    }
}
