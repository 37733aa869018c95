using Laptime.Answers.Results;
using Laptime.Web.Api;
using Laptime.Web.Layout;
using Laptime.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace Laptime.Web.Hosting;

/// <summary>The web server behind <c>laptime serve</c>: pages and the API over one store.</summary>
public static class Dashboard
{
    /// <summary>Puts the server together; it listens once it is started.</summary>
    public static WebApplication Build(DashboardSettings settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            ServerGuard.Limit(server.Limits, settings.Limits);
            server.Listen(settings.Address, settings.Port);
        });
        ServerLog.Add(builder.Logging, settings.Log);
        // Nothing is kept on disk for a form's token: a restarted server wants the page loaded anew.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.ShowsNames ? settings.Runs : new NamelessRuns(settings.Runs));
        builder.Services.AddSingleton(settings.Foreign);
        builder.Services.AddSingleton(settings.Time);
        builder.Services.AddSingleton<AnswerSources>();
        builder.Services.AddSingleton<Fleet>();
        builder.Services.AddHostedService<ScoreReading>();
        builder.Services.AddSingleton<ThisMachine>();
        builder.Services.AddRazorComponents();
        builder.Services.AddResponseCompression(compression =>
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"]
        );
        ApiEndpoints.Add(builder.Services, settings);
        WebApplication app = builder.Build();
        // The outermost: what fails in a page is told by a page; what fails below /api is told there.
        app.UseExceptionHandler("/error");
        ApiEndpoints.Guard(app);
        app.UseResponseCompression();
        app.UseAntiforgery();
        app.MapGet("/assets/{**path}", AssetFiles.Serve);
        RunDownloads.Map(app);
        ApiEndpoints.Map(app);
        app.MapRazorComponents<App>();
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<ThisMachine>().Begin);
        return app;
    }
}
