using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Laptime.Web.Hosting;

/// <summary>Pages whose subject is not there.</summary>
internal static class MissingPages
{
    /// <summary>Answers with 404 and the page's own words, instead of those for an address that nobody knows.</summary>
    public static void SayNotFound(this HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
    }
}
