using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Laptime.Web.Browser.Tests.BrowserRoom))]

namespace Laptime.Web.Browser.Tests;

/// <summary>One Chromium and one dashboard with <see cref="ShownRuns"/> for all tests; each visit has a profile of its own.</summary>
public sealed class BrowserRoom : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;
    private RunningDashboard? dashboard;

    /// <summary>The dashboard.</summary>
    internal RunningDashboard Dashboard => dashboard!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }
        dashboard = await RunningDashboard.StartAsync();
        foreach (var record in ShownRuns.All)
        {
            await dashboard.Store.ImportAsync(record, CancellationToken.None);
        }
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu"] }
        );
    }

    /// <summary>Opens a page of the dashboard, or a file; skips the test where there is no browser.</summary>
    /// <param name="path">Path on the dashboard, or a whole address.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="isDark">Whether the system is dark.</param>
    internal async Task<Visit> OpenAsync(string path, int width = 1280, bool isDark = false)
    {
        Assert.SkipWhen(browser is null, $"There is no {Chromium}: apt-get install chromium");
        IBrowserContext context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            }
        );
        return await Visit.BeginAsync(context, Dashboard.Client.BaseAddress!, path);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
        playwright?.Dispose();
        if (dashboard is not null)
        {
            await dashboard.DisposeAsync();
        }
    }
}
