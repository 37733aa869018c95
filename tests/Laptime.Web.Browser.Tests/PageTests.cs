using Microsoft.Playwright;

namespace Laptime.Web.Browser.Tests;

/// <summary>What holds for every page. A new page is a line in <see cref="Paths"/>.</summary>
public class PageTests(BrowserRoom room)
{
    public static TheoryData<string> Paths =>
        [
            "/",
            "/runs",
            "/runs?q=resnet50&suite=quick",
            $"/runs/{ShownRuns.First.Run.Id}",
            $"/runs/{ShownRuns.First.Run.Id}?case=2",
            $"/runs/{ShownRuns.Harmful.Run.Id}",
            $"/runs/{ShownRuns.Transfer.Run.Id}",
            $"/runs/{ShownRuns.Command.Run.Id}",
            "/compare",
            $"/compare?run={ShownRuns.First.Run.Id}&run={ShownRuns.Second.Run.Id}&run={ShownRuns.Harmful.Run.Id}",
        ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Open_Wide_IsCleanAndHasHeadingAndTitle(string path)
    {
        await using Visit visit = await room.OpenAsync(path);

        await visit.DrawAllAsync();

        visit.ShouldBeClean();
        (await visit.Page.Locator("h1").CountAsync()).ShouldBe(1);
        (await visit.Page.TitleAsync()).ShouldContain("Laptime");
        (await visit.Page.EvaluateAsync<bool>("() => window.hacked === undefined")).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Open_NarrowAndDark_FitsAndIsDark(string path)
    {
        await using Visit visit = await room.OpenAsync(path, width: 400, isDark: true);

        await visit.DrawAllAsync();

        visit.ShouldBeClean();
        (await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(
            400
        );
        int[] rgb = await visit.Page.EvaluateAsync<int[]>(
            "() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
        );
        rgb.Max().ShouldBeLessThan(80);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/runs/last")]
    [InlineData("/compare")]
    public async Task Tab_FromTheTop_SkipsOrWalksTheNavigation(string path)
    {
        await using Visit visit = await room.OpenAsync(path);
        IPage page = visit.Page;

        await page.Keyboard.PressAsync("Tab");
        (await FocusAsync(page)).ShouldBe("Skip to the content");
        (
            await page.EvaluateAsync<double>("() => document.activeElement.getBoundingClientRect().left")
        ).ShouldBeGreaterThanOrEqualTo(0);
        List<string> walk = [];
        for (int i = 0; i < 10; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            walk.Add(await FocusAsync(page));
            (
                await page.EvaluateAsync<bool>(
                    "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; }"
                )
            ).ShouldBeTrue($"the focus on '{walk[^1]}' is not seen");
        }
        walk.ShouldBe([
            "Laptime",
            "Overview",
            "Runs",
            "Compare",
            "Ranking",
            "Cost",
            "Worth",
            "Plan",
            "Catalog",
            "Method",
        ]);

        await page.Locator(".skip").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("content");
    }

    private static Task<string> FocusAsync(IPage page) =>
        page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()");
}
