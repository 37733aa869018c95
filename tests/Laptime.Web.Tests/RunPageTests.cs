using System.Net;
using Laptime.Answers.Reports;
using Laptime.Answers.Results;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Serving;
using Laptime.Testing;
using Laptime.Web.Reports;

namespace Laptime.Web.Tests;

public class RunPageTests
{
    [Fact]
    public async Task Page_OfEveryKindOfRun_IsSmallAndShowsIt()
    {
        await using RunningDashboard dashboard = await StartAsync();

        foreach (RunRecord record in ShownRuns.All)
        {
            string page = await GetAsync(dashboard, $"/runs/{record.Run.Id}");

            page.Length.ShouldBeLessThan(400_000);
            page.ShouldContain(record.Run.Id.ToString());
        }
    }

    [Fact]
    public async Task Report_Queries_HaveATableOfTheirOwnWithPercentiles()
    {
        Run run = Some.Run();
        LatencyPercentile p99 = new()
        {
            Percentile = 0.99,
            Latency = Seconds.FromMilliseconds(20),
            HalfWidth = 0.05,
        };
        CaseResult served = new()
        {
            Case = Some.Case() with { Scenario = Scenario.MultiStream },
            Status = CaseStatus.Measured,
            Serving = new ServingResult
            {
                Scenario = Scenario.MultiStream,
                QueriesPerSecond = 52,
                SamplesPerQuery = 8,
                Queries = 3000,
                Percentiles =
                [
                    p99 with
                    {
                        Percentile = 0.5,
                        Latency = Seconds.FromMilliseconds(7),
                        HalfWidth = null,
                    },
                    p99,
                ],
                Minimum = Seconds.FromMilliseconds(1),
                Mean = Seconds.FromMilliseconds(8),
                Maximum = Seconds.FromMilliseconds(30),
                LagOne = 0,
                Headline = p99,
            },
        };
        CaseResult failed = served with { Status = CaseStatus.Failed, Serving = null, Reason = "It broke." };

        string page = WebUtility.HtmlDecode(
            await ReportFile.RenderAsync(
                new Report
                {
                    Runs = [new RunView { Record = new RunRecord(run, []), Results = [served, failed] }],
                    ToolVersion = "0.0.0",
                    WrittenAt = Some.Instant,
                }
            )
        );

        page.ShouldContain("<span class=\"strong\">20.0 ± 1.0 ms</span>");
        page.ShouldContain(">7 ms<");
        page.ShouldContain(">52<");
        page.ShouldContain("It broke.");
        page.ShouldNotContain(">Items/s<"); // no case has them, so that table is not there
    }

    [Theory]
    [InlineData("/runs/0000")]
    [InlineData("/runs/%3Cscript%3E")]
    [InlineData("/imports/00000000-0000-0000-0000-000000000000")]
    [InlineData("/runs/00000000-0000-0000-0000-000000000000/run.json")]
    public async Task Page_OfNothing_IsNotFoundAndSaysSo(string path)
    {
        await using RunningDashboard dashboard = await StartAsync();

        using HttpResponseMessage answer = await dashboard.Client.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("<script>");
    }

    [Fact]
    public async Task Page_OfHostileRun_HoldsNoElementOfIt()
    {
        await using RunningDashboard dashboard = await StartAsync();

        foreach (
            string path in new[]
            {
                "/",
                "/runs",
                $"/runs/{ShownRuns.Harmful.Run.Id}",
                $"/compare?run={ShownRuns.Harmful.Run.Id}&run={ShownRuns.First.Run.Id}",
            }
        )
        {
            string page = await GetAsync(dashboard, path);

            page.ShouldNotContain("<img");
            page.ShouldNotContain("<script>");
            page.ShouldNotContain("<i>host");
        }
    }

    [Fact]
    public async Task Downloads_LeaveOutHostNameAndPaths()
    {
        await using RunningDashboard dashboard = await StartAsync();
        string id = ShownRuns.First.Run.Id.ToString();

        string json = await GetAsync(dashboard, $"/runs/{id}/run.json");
        string csv = await GetAsync(dashboard, $"/runs/{id}/blocks.csv");

        json.ShouldNotContain("somehost");
        json.ShouldNotContain("/home/");
        json.ShouldContain(id);
        csv.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Length.ShouldBe(1 + (4 * ShownRuns.Launches * (ShownRuns.Before + ShownRuns.Steady)));
    }

    [Theory]
    [InlineData("q=another+day", 1)]
    [InlineData("suite=transfer", 1)]
    [InlineData("tier=fixed", 1)]
    [InlineData("status=running", 0)]
    [InlineData("tier=nonsense&status=7&page=-1", 5)]
    [InlineData("page=99999999999", 5)]
    public async Task List_Filtered_HoldsWhatFits(string query, int runs)
    {
        await using RunningDashboard dashboard = await StartAsync();

        string page = await GetAsync(dashboard, $"/runs?{query}");

        page.Split("type=\"checkbox\"").Length.ShouldBe(1 + runs);
    }

    [Fact]
    public async Task Compare_WithSomethingUnknown_SaysSoAndComparesTheRest()
    {
        await using RunningDashboard dashboard = await StartAsync();

        string page = await GetAsync(
            dashboard,
            $"/compare?run={ShownRuns.First.Run.Id}&run=nothing-such&run={ShownRuns.Second.Run.Id}"
        );

        page.ShouldContain("There is no run, import or published machine &#x27;nothing-such&#x27;.");
        page.ShouldContain("data-name=\"ratios\"");
    }

    private static async Task<RunningDashboard> StartAsync()
    {
        RunningDashboard dashboard = await RunningDashboard.StartAsync();
        foreach (RunRecord record in ShownRuns.All)
        {
            await dashboard.Store.ImportAsync(record, TestContext.Current.CancellationToken);
        }
        return dashboard;
    }

    private static async Task<string> GetAsync(RunningDashboard dashboard, string path) =>
        await dashboard.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
}
