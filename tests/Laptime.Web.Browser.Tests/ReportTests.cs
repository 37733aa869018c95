using Laptime.Answers.Reports;
using Laptime.Answers.Results;
using Laptime.Testing;
using Laptime.Web.Reports;

namespace Laptime.Web.Browser.Tests;

public class ReportTests(BrowserRoom room)
{
    [Fact]
    public async Task Report_OpenedFromDisk_DrawsEverythingByItself()
    {
        string path = Path.Combine(Path.GetTempPath(), $"laptime-report-{Guid.NewGuid():N}.html");
        try
        {
            await File.WriteAllTextAsync(path, await RenderAsync(), TestContext.Current.CancellationToken);
            await using Visit visit = await room.OpenAsync($"file://{path}");

            await visit.DrawAllAsync();

            visit.ShouldBeClean();
            (await visit.Page.Locator("figure[data-name=ratios] g.mark-symbol.role-mark path").CountAsync()).ShouldBe(
                5
            );
            (await visit.Page.Locator("figure[data-name^=samples]").CountAsync()).ShouldBe(8);
            (await visit.Page.EvaluateAsync<bool>("() => window.hacked === undefined")).ShouldBeTrue();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string> RenderAsync() =>
        await ReportFile.RenderAsync(
            new Report
            {
                Runs =
                [
                    .. new[] { ShownRuns.First, ShownRuns.Harmful }.Select(record => new RunView
                    {
                        Record = record,
                        Results = Core.Results.CaseSummary.Summarize(record, Core.Protocols.Protocol.Current),
                    }),
                ],
                ToolVersion = "0.0.0",
                WrittenAt = Some.Instant,
            }
        );
}
