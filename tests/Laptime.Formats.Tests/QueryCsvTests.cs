using System.Text;
using Laptime.Core.Cases;
using Laptime.Core.Runs;
using Laptime.Core.Serving;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Formats.Tests;

public sealed class QueryCsvTests
{
    private static readonly ServingPass Pass = new()
    {
        Phase = Phase.Measurement,
        Rate = 12.5,
        Seed = 7,
        Queries = [new(1_000, 1_000, 101_000), new(61_000, 102_000, 161_000)],
    };

    [Fact]
    public async Task Write_Queries_GivesARowEach()
    {
        string[] lines = await WriteAsync(Record(Pass));

        lines.Length.ShouldBe(3);
        lines[0].ShouldStartWith("run_id,trial_id,case_id,launch,pass,phase,offered_queries_per_second,query,");
        lines[1].ShouldEndWith(",1,0,measurement,12.5,0,1000,1000,101000,0.0001,0");
        lines[2].ShouldEndWith(",1,0,measurement,12.5,1,61000,102000,161000,0.0001,1E-06");
    }

    [Fact]
    public async Task Write_NoQueries_GivesAHeaderAlone()
    {
        Run run = Some.Run();

        (await WriteAsync(new RunRecord(run, [Some.Trial(run.Id)]))).ShouldHaveSingleItem();
    }

    [Fact]
    public void Read_Queries_ComeBackFromShortColumns()
    {
        byte[] utf8 = RunDocument.Write(Record(Pass));

        string text = Encoding.UTF8.GetString(utf8);
        text.ShouldContain(
            "\"arrival_gap_ticks\":[1000,60000],\"wait_ticks\":[0,41000],\"service_ticks\":[100000,59000]"
        );
        RunDocument
            .Read(utf8)
            .Value!.Trials[0]
            .Outcome.ShouldBeOfType<TrialOutcome.Measured>()
            .Samples.Serving!.Passes[0]
            .Queries.ShouldBe(Pass.Queries);
    }

    [Theory]
    [InlineData("[0,41000]", "[0]", "$.trials[0].samples.serving.passes[0].wait_ticks: has 1 values")]
    [InlineData("[0,41000]", "[0,-1]", "wait_ticks[1]: must be at least 0")]
    [InlineData("[100000,59000]", "[100000,-5]", "service_ticks[1]: must be at least 0")]
    [InlineData("[1000,60000]", "[1000,-60000]", "arrival_gap_ticks[1]: must be at least 0")]
    [InlineData("[1000,60000]", "[9223372036854775807,1]", "arrival_gap_ticks[0]: too large")]
    [InlineData("\"queries_per_second\":12.5", "\"queries_per_second\":0", "queries_per_second: must be above 0")]
    public void Read_QueriesThatCannotBe_AreRefused(string there, string instead, string complaint)
    {
        string text = Encoding.UTF8.GetString(RunDocument.Write(Record(Pass)));
        text.ShouldContain(there);

        ReadResult<RunRecord> read = RunDocument.Read(
            Encoding.UTF8.GetBytes(text.Replace(there, instead, StringComparison.Ordinal))
        );

        read.IsRead.ShouldBeFalse();
        read.Error!.ToString().ShouldContain(complaint);
    }

    private static RunRecord Record(ServingPass pass)
    {
        Run run = Some.Run();
        Trial trial = Some.Trial(run.Id);
        TrialSamples samples = Some.Samples() with
        {
            Serving = new ServingSamples
            {
                Scenario = Scenario.Server,
                SamplesPerQuery = 1,
                Passes = [pass],
            },
        };
        return new RunRecord(run, [trial with { Outcome = new TrialOutcome.Measured(samples) }]);
    }

    private static async Task<string[]> WriteAsync(RunRecord record)
    {
        using StringWriter writer = new();
        await QueryCsv.WriteAsync(record, writer, TestContext.Current.CancellationToken);
        return writer.ToString().TrimEnd('\n').Split('\n');
    }
}
