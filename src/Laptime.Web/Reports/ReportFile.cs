using System.Net;
using System.Security.Cryptography;
using System.Text;
using Laptime.Answers.Reports;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Laptime.Web.Reports;

/// <summary>A report as one page that needs no server and no network: style, scripts and data stand in it.</summary>
public static class ReportFile
{
    /// <summary>Renders it with the components of the dashboard.</summary>
    public static async Task<string> RenderAsync(Report report)
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        string body = await renderer.Dispatcher.InvokeAsync(async () =>
            (
                await renderer.RenderComponentAsync<ReportBody>(
                    ParameterView.FromDictionary(
                        new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ReportBody.Report)] = report }
                    )
                )
            ).ToHtmlString()
        );
        string style = AssetFiles.Text("site.css");
        string[] scripts = [AssetFiles.Text("theme.js"), AssetFiles.Text("site.js"), AssetFiles.Text("charts.js")];
        // Nothing but what stands in the file runs, and nothing is loaded.
        string policy =
            $"default-src 'none'; script-src {string.Join(' ', scripts.Select(Digest))}; style-src {Digest(style)}; "
            + "img-src data:; base-uri 'none'; form-action 'none'";
        StringBuilder page = new();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(policy).Append("\" />\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n");
        page.Append("<title>").Append(WebUtility.HtmlEncode(report.Title)).Append(" – Laptime</title>\n");
        page.Append("<style>").Append(style).Append("</style>\n");
        page.Append("<script>").Append(scripts[0]).Append("</script>\n</head>\n<body>\n");
        page.Append(body);
        foreach (string script in scripts[1..])
        {
            page.Append("\n<script type=\"module\">").Append(script).Append("</script>");
        }
        page.Append("\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string Digest(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
