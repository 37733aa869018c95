using Microsoft.Playwright;

namespace Laptime.Web.Browser.Tests;

/// <summary>Pages about scores and offers: what a reader sees, and what the drawings hold.</summary>
public class OfferPageTests(BrowserRoom room)
{
    private const string Marks = "g.mark-symbol.role-mark path";

    public static TheoryData<string> Paths =>
        [
            "/ranking?by=training",
            "/cost",
            "/cost/recommend",
            "/worth",
            "/worth/rent-or-buy",
            "/plan",
            "/catalog",
            "/catalog/devices/t4",
            "/catalog/platforms",
            "/catalog/platforms/kaggle",
            "/catalog/offers",
            "/catalog/speeds",
            "/method",
            "/method/measurement",
        ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Open_Wide_IsClean(string path)
    {
        await using Visit visit = await room.OpenAsync(path);

        await visit.DrawAllAsync();

        visit.ShouldBeClean();
        (await visit.Page.Locator("h1").CountAsync()).ShouldBe(1);
        (await visit.Page.TitleAsync()).ShouldContain("Laptime");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Open_NarrowAndDark_FitsIntoTheWindow(string path)
    {
        await using Visit visit = await room.OpenAsync(path, width: 400, isDark: true);

        await visit.DrawAllAsync();

        visit.ShouldBeClean();
        (await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(
            400
        );
    }

    [Fact]
    public async Task Scatter_IsAsManyMarksAsOffers()
    {
        await using Visit visit = await room.OpenAsync("/cost?workload=dogs-cats-resnet50&as_of=2018-12-31&limit=500");
        await visit.DrawAllAsync();
        ILocator chart = visit.Page.Locator("figure[data-name^=cost]");
        int rows = await chart.Locator("tbody tr").CountAsync();
        int members = await chart.Locator("tbody tr", new() { HasText = "none beats it" }).CountAsync();

        rows.ShouldBeGreaterThan(10);
        (await chart.Locator(Marks).CountAsync()).ShouldBe(rows);
        (await chart.Locator("g.mark-text.role-mark text").CountAsync()).ShouldBe(members);
        (await chart.Locator("g.role-axis-label text", new() { HasText = "free" }).CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Scores_AreAsManyMarksAsRankedMachines()
    {
        await using Visit visit = await room.OpenAsync("/ranking?by=training");
        await visit.DrawAllAsync();
        ILocator chart = visit.Page.Locator("figure[data-name=ranking-training]");

        (await chart.Locator(Marks).CountAsync()).ShouldBe(await chart.Locator("tbody tr").CountAsync());
    }

    [Fact]
    public async Task Scatter_Pointed_TellsWhatTheFiguresRestOn()
    {
        await using Visit visit = await room.OpenAsync("/cost?workload=dogs-cats-resnet50&as_of=2018-12-31");
        await visit.DrawAllAsync();

        await visit.Page.Locator($"figure[data-name^=cost] {Marks}").Last.HoverAsync();

        string tip = await visit.Page.Locator(".tip").InnerTextAsync();
        tip.ShouldContain("Time rests on");
        tip.ShouldContain("hale-2018");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Form_FilledInWithTheKeyboard_AnswersAndTheAddressHoldsTheQuestion()
    {
        await using Visit visit = await room.OpenAsync("/worth");
        IPage page = visit.Page;

        await page.GetByLabel("An hour is worth").FocusAsync();
        await page.Keyboard.TypeAsync("10");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**hour_is_worth=10**");

        (await page.Locator("th", new() { HasText = "Pays from" }).CountAsync()).ShouldBe(1);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Form_HostileText_IsSaidAndNotRun()
    {
        await using Visit visit = await room.OpenAsync(
            "/cost?workload=%3Cimg+src%3Dx+onerror%3D%22window.hacked%3D1%22%3E&items=1M"
        );

        (await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("<img src=x");
        (await visit.Page.EvaluateAsync<bool>("() => window.hacked === undefined")).ShouldBeTrue();
        visit.ShouldBeClean();
    }
}
