using Laptime.Store;
using Laptime.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Laptime.Web.Operations;

/// <summary>Whether the server lives, and whether it is of use. Neither tells anything about results.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void Map(IEndpointRouteBuilder routes)
    {
        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/health/live", reading, () => Results.Text("alive\n")).ExcludeFromDescription();
        routes.MapMethods("/health/ready", reading, ReadyAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(
        HttpContext context,
        IRunStore runs,
        IHostApplicationLifetime lifetime
    )
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "Stopping", "The server is being stopped.");
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            await runs.FindRunsAsync("last", RunShelf.Kept, patience.Token);
            return Results.Text("ready\n");
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                "The store does not answer",
                "The store did not answer in time."
            );
        }
    }
}
