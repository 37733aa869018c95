using Laptime.Core.Runs;
using Laptime.Store;
using Laptime.Store.Sqlite;
using Laptime.Testing;
using Microsoft.Playwright;

namespace Laptime.Web.Browser.Tests;

/// <summary>What people do on the pages.</summary>
public class UseTests(BrowserRoom room)
{
    [Fact]
    public async Task Runs_Filtered_HaveAnAddressToShare()
    {
        await using Visit visit = await room.OpenAsync("/runs");
        await visit.Page.GetByLabel("Text").FillAsync("another day");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/runs?q=another+day**");

        (await visit.Page.Locator("tbody tr").CountAsync()).ShouldBe(1);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Runs_Ticked_AreCompared()
    {
        await using Visit visit = await room.OpenAsync("/runs?q=quick");
        await visit.Page.Locator($"input[value='{ShownRuns.First.Run.Id}']").CheckAsync();
        await visit.Page.Locator($"input[value='{ShownRuns.Second.Run.Id}']").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Compare the ticked runs" }).ClickAsync();

        await visit.Page.WaitForURLAsync("**/compare?run=**");
        (await visit.Page.Locator("figure[data-name=ratios]").CountAsync()).ShouldBe(1);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Table_HeadPressed_SortsByNumber()
    {
        await using Visit visit = await room.OpenAsync($"/runs/{ShownRuns.First.Run.Id}");
        ILocator head = visit.Page.Locator("table.sortable").First.GetByRole(AriaRole.Button, new() { Name = "Step" });

        await head.ClickAsync();
        string[] up = await StepsAsync(visit.Page);
        await head.ClickAsync();
        string[] down = await StepsAsync(visit.Page);

        up.ShouldBe(up.OrderBy(double.Parse));
        down.ShouldBe(up.Reverse());
        up.Length.ShouldBe(4);
    }

    [Fact]
    public async Task Note_Hostile_IsShownAsText()
    {
        await using Visit visit = await room.OpenAsync($"/runs/{ShownRuns.Harmful.Run.Id}");

        (await visit.Page.Locator("p.note").TextContentAsync()).ShouldBe(ShownRuns.Hostile);
        (await visit.Page.EvaluateAsync<bool>("() => window.hacked === undefined")).ShouldBeTrue();
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Run_UnderWay_ShowsTrialsAsTheyEnd_ThenInterrupted()
    {
        Run run = ShownRuns.UnderWay;
        string path = $"/runs/{run.Id}";
        Assert.SkipWhen(!File.Exists("/usr/bin/chromium"), "There is no /usr/bin/chromium: apt-get install chromium");
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        SqliteStore store = room.Dashboard.Store;
        await store.CreateRunAsync(run, cancellationToken);
        using RunLock mark = RunLock.TryTake(room.Dashboard.DataDirectory, run.Id)!;
        await using Visit visit = await room.OpenAsync(path);
        await Assertions.Expect(visit.Page.Locator("#run")).ToContainTextAsync("0 of 2 cases begun");
        await visit.Page.EvaluateAsync("() => { window.here = true; }");

        await store.AppendTrialAsync(ShownRuns.Trial(run.Id, Some.Case(), 1, 1), cancellationToken);
        await Assertions.Expect(visit.Page.Locator("#run")).ToContainTextAsync("1 of 2 cases begun");
        await visit.DrawAllAsync();
        mark.Dispose();
        await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync("interrupted");

        (await visit.Page.EvaluateAsync<bool>("() => window.here === true")).ShouldBeTrue("the page was loaded anew");
        visit.ShouldBeClean();
        await store.DeleteRunAsync(run.Id, cancellationToken);
    }

    private static Task<string[]> StepsAsync(IPage page) =>
        page.EvaluateAsync<string[]>(
            "() => [...document.querySelector('table.sortable').tBodies[0].rows].map(r => r.cells[4].dataset.sort)"
        );
}
