using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Laptime.Web.Access;
using Laptime.Web.Hosting;
using Laptime.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Laptime.Web.Api;

/// <summary>The HTTP API, and what guards it and the pages: the parts of the server that talk to programs and strangers.</summary>
internal static class ApiEndpoints
{
    /// <summary>Registers what the API needs.</summary>
    public static void Add(IServiceCollection services, DashboardSettings settings)
    {
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json =>
        {
            // As careful as in a page: somebody may put the text into one.
            json.SerializerOptions.Encoder = JavaScriptEncoder.Default;
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        services.AddMetrics();
        services.AddSingleton(settings.Limits);
        services.AddSingleton(settings.Tokens);
        services.AddSingleton<RequestRates>();
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<MetricsText>();
        services.AddSingleton(new HeldBytes(settings.Limits.HeldBytes));
        services.AddSingleton<DocumentGate>();
        services.AddSingleton<SubmitRun>();
        services.AddSingleton<RunFetching>();
        services.AddRateLimiter(_ => { });
        ApiDocument.Add(services);
    }

    /// <summary>What every request passes, the outermost first.</summary>
    public static void Guard(WebApplication app)
    {
        // Counting begins with the first request, not with the first look at the counts.
        app.Services.GetRequiredService<MetricsText>();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ApiFailures>();
        app.UseMiddleware<HostGate>();
        app.UseRateLimiter(
            new RateLimiterOptions
            {
                GlobalLimiter = app.Services.GetRequiredService<RequestRates>().Requests,
                OnRejected = (rejected, _) =>
                    new ValueTask(
                        Problems
                            .Later(
                                rejected.HttpContext,
                                StatusCodes.Status429TooManyRequests,
                                "Too many requests",
                                "More requests came from this address than the server answers. Wait as long as Retry-After says.",
                                RequestRates.Wait(rejected.Lease)
                            )
                            .ExecuteAsync(rejected.HttpContext)
                    ),
            }
        );
        app.UseMiddleware<ReadGate>();
        app.UseStatusCodePagesWithReExecute("/not-found");
        // Again: what has a content already is not replaced by the page for what is missing.
        app.UseMiddleware<ApiFailures>();
    }

    /// <summary>The addresses.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup("/api/v1");
        SubmitRun.Map(api);
        RunEndpoints.Map(api);
        CompareRuns.Map(api);
        routes.MapOpenApi("/api/v1/openapi.json");
        // What is below /api and nowhere else is no page that is missing.
        routes
            .MapFallback("/api/{**rest}", () => Problems.Bare(StatusCodes.Status404NotFound))
            .ExcludeFromDescription();
        HealthEndpoints.Map(routes);
        Sessions.Map(routes);
        routes
            .MapGet("/metrics", (MetricsText metrics) => Results.Text(metrics.Write(), MetricsText.ContentType))
            .ExcludeFromDescription();
    }
}
