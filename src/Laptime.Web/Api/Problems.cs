using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Laptime.Web.Api;

/// <summary>Refusals as problem details (RFC 9457): a title for the kind, a sentence for this one, and the field it is about.</summary>
internal static class Problems
{
    /// <summary>A refusal.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="title">What kind of refusal, the same each time.</param>
    /// <param name="detail">What is wrong this time and what to do; whole sentences without secrets.</param>
    /// <param name="field">JSONPath or name of the parameter; null: no single field is wrong.</param>
    public static ProblemHttpResult Of(int status, string title, string detail, string? field = null) =>
        TypedResults.Problem(
            detail,
            statusCode: status,
            title: title,
            extensions: field is null
                ? null
                : new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = field }
        );

    /// <summary>A parameter of the query or the path that makes no sense.</summary>
    public static ProblemHttpResult Parameter(string name, string detail) =>
        Of(StatusCodes.Status400BadRequest, "Parameter makes no sense", detail, name);

    /// <summary>Come again later.</summary>
    public static ProblemHttpResult Later(HttpContext context, int status, string title, string detail, TimeSpan after)
    {
        context.Response.Headers.RetryAfter = $"{(int)Math.Max(1, Math.Ceiling(after.TotalSeconds))}";
        return Of(status, title, detail);
    }

    /// <summary>What a bare status means, for answers that say nothing themselves.</summary>
    public static ProblemHttpResult Bare(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => Of(
                status,
                "Nothing here",
                "There is no such address. /api/v1/openapi.json lists them."
            ),
            StatusCodes.Status405MethodNotAllowed => Of(
                status,
                "Method not allowed",
                "This address does not take that method; the header Allow says which it takes."
            ),
            StatusCodes.Status413PayloadTooLarge => Of(
                status,
                "Too large",
                "The request is larger than this server takes."
            ),
            StatusCodes.Status408RequestTimeout => Of(
                status,
                "Too slow",
                "The request did not arrive in time. Send it again."
            ),
            >= 500 => Of(
                status,
                "Something went wrong here",
                "The server met an error that it did not expect. Its log says which."
            ),
            _ => Of(status, "Request makes no sense", "The request could not be understood."),
        };
}
