using Laptime.Web.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
            server.Listen(settings.Address, settings.Port);
        });
        // What matters is told by the command that started the server.
        builder.Logging.ClearProviders();
        // Nothing is kept on disk for a form's token: a restarted server wants the page loaded anew.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.Runs);
        builder.Services.AddSingleton(settings.Foreign);
        builder.Services.AddSingleton(settings.Time);
        builder.Services.AddSingleton<AnswerSources>();
        builder.Services.AddHostedService<ScoreReading>();
        builder.Services.AddSingleton<ThisMachine>();
        builder.Services.AddRazorComponents();
        builder.Services.AddResponseCompression(compression =>
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"]
        );
        WebApplication app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseExceptionHandler("/error");
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseAntiforgery();
        app.MapGet("/assets/{**path}", AssetFiles.Serve);
        RunDownloads.Map(app);
        app.MapRazorComponents<App>();
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<ThisMachine>().Begin);
        return app;
    }
}
