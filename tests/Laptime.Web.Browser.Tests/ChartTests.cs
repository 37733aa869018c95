using System.Text.Json;
using Microsoft.Playwright;

namespace Laptime.Web.Browser.Tests;

public class ChartTests(BrowserRoom room)
{
    private const string Marks = "g.mark-symbol.role-mark path";

    [Fact]
    public async Task Samples_OfOneCase_AreAsManyMarksAsBlocks()
    {
        await using Visit visit = await room.OpenAsync($"/runs/{ShownRuns.First.Run.Id}");
        await visit.DrawAllAsync();
        ILocator samples = visit.Page.Locator("figure[data-name^=samples]");

        (await samples.Locator(Marks).CountAsync()).ShouldBe(
            ShownRuns.Launches * (ShownRuns.Before + ShownRuns.Steady)
        );
        // Vega draws a cross for what was dropped: its outline has twelve corners.
        (await PathsWith(samples, "aria-label", "dropped")).ShouldBe(ShownRuns.Launches * ShownRuns.Dropped);
        (await samples.Locator("tbody tr").CountAsync()).ShouldBe(
            ShownRuns.Launches * (ShownRuns.Before + ShownRuns.Steady)
        );
    }

    [Fact]
    public async Task Ratios_OfThreeRuns_AreAsManyMarksAsCasesAndMeans()
    {
        await using Visit visit = await room.OpenAsync(
            $"/compare?run={ShownRuns.First.Run.Id}&run={ShownRuns.Second.Run.Id}&run={ShownRuns.Harmful.Run.Id}"
        );
        await visit.DrawAllAsync();
        ILocator ratios = visit.Page.Locator("figure[data-name=ratios]");

        (await ratios.Locator(Marks).CountAsync()).ShouldBe(2 * (4 + 1));
        (await ratios.Locator("tbody tr").CountAsync()).ShouldBe(2 * (4 + 1));
    }

    [Fact]
    public async Task Theme_Switched_RedrawsInOtherColoursAndIsKept()
    {
        await using Visit visit = await room.OpenAsync($"/runs/{ShownRuns.First.Run.Id}");
        await visit.DrawAllAsync();
        ILocator label = visit.Page.Locator("figure[data-name=speeds] g.role-axis-label text").First;
        string? light = await label.GetAttributeAsync("fill");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Switch to dark colours" }).ClickAsync();
        await Assertions.Expect(label).Not.ToHaveAttributeAsync("fill", light!);
        await visit.Page.ReloadAsync();

        (await visit.Page.EvaluateAsync<string>("() => document.documentElement.dataset.theme")).ShouldBe("dark");
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData("SVG", "<svg")]
    [InlineData("PNG", "\u0089PNG")]
    public async Task Download_IsAFileOfItsKind(string button, string begin)
    {
        await using Visit visit = await room.OpenAsync($"/runs/{ShownRuns.First.Run.Id}");
        await visit.DrawAllAsync();

        IDownload download = await visit.Page.RunAndWaitForDownloadAsync(() =>
            visit
                .Page.Locator("figure[data-name=speeds]")
                .GetByRole(AriaRole.Button, new() { Name = button })
                .ClickAsync()
        );

        download.SuggestedFilename.ShouldBe($"speeds.{button.ToLowerInvariant()}");
        byte[] content = await File.ReadAllBytesAsync(
            (await download.PathAsync())!,
            TestContext.Current.CancellationToken
        );
        System.Text.Encoding.Latin1.GetString(content).ShouldStartWith(begin);
        content.Length.ShouldBeGreaterThan(3000);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Specification_WithHostileData_StaysOneElement()
    {
        await using Visit visit = await room.OpenAsync(
            $"/compare?run={ShownRuns.First.Run.Id}&run={ShownRuns.Harmful.Run.Id}"
        );

        string json = (await visit.Page.Locator("figure[data-name=ratios] script").TextContentAsync())!;

        json.ShouldNotContain("<");
        JsonDocument.Parse(json).RootElement.GetProperty("data").GetProperty("values").GetArrayLength().ShouldBe(5);
    }

    private static Task<int> PathsWith(ILocator figure, string attribute, string text) =>
        figure.Locator($"{Marks}[{attribute}*='{text}']").CountAsync();
}
