using Laptime.Core.Runs;
using Laptime.Store.Relational;
using Laptime.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Laptime.Store.Tests;

/// <summary>SQLite answers lists by the indexes that are meant for them, and nothing sorts where an index has the order.</summary>
public sealed class SqlitePlanTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<RunQuery, string> Queries =>
        new()
        {
            { new RunQuery(), "summaries_by_start" },
            {
                new RunQuery { Suites = ["quick"] },
                "summaries_by_suite"
            },
            {
                new RunQuery { Tier = Core.Trials.Tier.Quick },
                "summaries_by_tier"
            },
            {
                new RunQuery { Status = RunStatus.Cancelled },
                "summaries_by_status"
            },
            {
                new RunQuery { DeviceModel = "Tesla T4" },
                "summaries_by_device"
            },
            {
                new RunQuery { Imported = true },
                "summaries_by_origin"
            },
            {
                new RunQuery { Order = RunOrder.HostName },
                "summaries_by_host"
            },
            {
                new RunQuery { Order = RunOrder.Measured, Ascending = true },
                "summaries_by_measured"
            },
            {
                new RunQuery { Order = RunOrder.Suite },
                "summaries_by_suite"
            },
            {
                new RunQuery { Order = RunOrder.DeviceModel },
                "summaries_by_device"
            },
            {
                new RunQuery { StartedFrom = DateTimeOffset.UnixEpoch },
                "summaries_by_start"
            },
        };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task List_OneCondition_ByItsIndexWithoutSorting(RunQuery query, string index)
    {
        string plan = await PlanAsync(query);

        plan.ShouldContain($"USING INDEX {index}");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public async Task List_SeveralConditionsOrText_OnePassInTheOrderOfTheTable()
    {
        string several = await PlanAsync(new RunQuery { Suites = ["quick"], Tier = Core.Trials.Tier.Quick });
        string text = await PlanAsync(new RunQuery { Text = "node" });

        several.ShouldBe("SCAN run_summaries");
        text.ShouldBe("SCAN run_summaries");
    }

    [Theory]
    [InlineData("in_bin = 0")]
    [InlineData("in_bin = 0 AND suite = 'quick'")]
    [InlineData("in_bin = 0 AND device_model IS NOT NULL GROUP BY device_model")]
    public async Task Count_OneCondition_WithoutLookingAtTheTable(string where)
    {
        await using SqliteStore store = await OpenAsync();

        string plan = await ExplainAsync($"SELECT count(*) FROM run_summaries WHERE {where}");

        plan.ShouldContain("USING COVERING INDEX");
    }

    private async Task<string> PlanAsync(RunQuery query)
    {
        await using SqliteStore store = await OpenAsync();
        RunFilter filter = new(query, "instr");
        return await ExplainAsync(
            $"""
            SELECT {RunListing.Columns} FROM run_summaries WHERE {filter.Where}
            ORDER BY {RunFilter.OrderBy(query, nulls: false)} LIMIT 50
            """,
            filter.Parameters
        );
    }

    private Task<SqliteStore> OpenAsync() =>
        SqliteStore.OpenAsync(
            _directory.Database,
            TimeProvider.System,
            TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken
        );

    private async Task<string> ExplainAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        await using SqliteConnection db = new($"Data Source={_directory.Database};Pooling=False");
        db.Open();
        List<string> plan = await db.QueryAsync(
            $"EXPLAIN QUERY PLAN {sql}",
            row => row.GetString(3),
            TestContext.Current.CancellationToken,
            parameters
        );
        return string.Join("; ", plan);
    }
}
