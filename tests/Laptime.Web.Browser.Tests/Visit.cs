using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Laptime.Web.Browser.Tests;

/// <summary>A page in a browser, and everything about it that should not have happened.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    private Visit(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    public static async Task<Visit> BeginAsync(IBrowserContext context, Uri server, string path)
    {
        context.SetDefaultTimeout(10_000);
        Visit visit = new(context, await context.NewPageAsync());
        IPage page = visit.Page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                visit.complaints.Enqueue($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => visit.complaints.Enqueue($"error: {error}");
        page.Dialog += async (_, dialog) =>
        {
            visit.complaints.Enqueue($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.ToString(), StringComparison.Ordinal) && IsRemote(request.Url))
            {
                visit.complaints.Enqueue($"asked elsewhere: {request.Url}");
            }
        };
        await page.ExposeFunctionAsync("violated", (string what) => visit.complaints.Enqueue($"policy: {what}"));
        await page.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', e => violated(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
        );
        await page.GotoAsync(new Uri(server, path).ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        return visit;
    }

    /// <summary>Scrolls through the page until every chart is drawn.</summary>
    public async Task DrawAllAsync()
    {
        foreach (IElementHandle figure in await Page.QuerySelectorAllAsync("figure.chart"))
        {
            await figure.ScrollIntoViewIfNeededAsync();
        }
        await Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('figure.chart')].every(f => f.dataset.drawn && f.querySelector('svg'))"
        );
    }

    /// <summary>No console message, no violation, no dialog, nothing asked of another machine.</summary>
    public void ShouldBeClean() => complaints.ShouldBeEmpty();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private static bool IsRemote(string address) =>
        !address.StartsWith("file:", StringComparison.Ordinal)
        && !address.StartsWith("data:", StringComparison.Ordinal)
        && !address.StartsWith("blob:", StringComparison.Ordinal);
}
