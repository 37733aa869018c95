using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Formats.Tests;

public sealed class BlockCsvTests
{
    private static readonly Run Run = Some.Run();

    [Fact]
    public async Task Write_MeasuredTrial_OneRowPerBlock()
    {
        Block block = new()
        {
            Phase = Phase.Warmup,
            StartTicks = 7,
            Steps = 4,
            Wall = new Seconds(0.5),
            Device = new Seconds(0.25),
            Flags = ["STEAL", "GC"],
            Dropped = "STEAL",
        };
        Trial trial = Measured([block, block with { Device = null, Dropped = null, Flags = [] }]);

        string[] lines = await WriteAsync(trial);

        lines.Length.ShouldBe(3);
        lines[1]
            .ShouldBe(
                $"{Run.Id},{trial.Id},resnet50/train/b8/fp32/stock/cpu/t2/classes1000/image224,resnet50,train,fp32,"
                    + "stock,8,cpu,2,1,0,2026-11-20T09:30:00.0000000Z,measured,,0,warmup,7,4,0.5,0.125,8,0.25,STEAL GC,STEAL"
            );
        lines[2].ShouldEndWith(",1,warmup,7,4,0.5,0.125,8,,,");
    }

    [Fact]
    public async Task Write_EveryRow_AsManyCellsAsTheHeader()
    {
        string[] lines = await WriteAsync(
            Measured(Some.Samples().Blocks),
            Some.Trial(Run.Id) with
            {
                Outcome = new TrialOutcome.Skipped("No GPU"),
            }
        );

        lines.Select(line => line.Count(c => c == ',')).Distinct().ShouldBe([24]);
    }

    [Fact]
    public async Task Write_SkippedAndFailedTrials_KeptWithTheirReason()
    {
        string[] lines = await WriteAsync(
            Some.Trial(Run.Id) with
            {
                Outcome = new TrialOutcome.Skipped("No GPU"),
            },
            Some.Trial(Run.Id) with
            {
                Outcome = new TrialOutcome.Failed("Crashed", "Try again"),
            }
        );

        lines[1].ShouldContain(",skipped,No GPU,");
        lines[2].ShouldContain(",failed,Crashed,");
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public async Task Write_TextLikeAFormula_GetsAnApostrophe(string reason)
    {
        string[] lines = await WriteAsync(Some.Trial(Run.Id) with { Outcome = new TrialOutcome.Skipped(reason) });

        lines[1].ShouldContain($",\"'{reason}\",");
    }

    [Fact]
    public async Task Write_TextWithSeparators_Quoted()
    {
        string[] lines = await WriteAsync(Some.Trial(Run.Id) with { Outcome = new TrialOutcome.Skipped("a, \"b\"") });

        lines[1].ShouldContain(",\"a, \"\"b\"\"\",");
    }

    private static Trial Measured(ImmutableArray<Block> blocks) =>
        Some.Trial(Run.Id) with
        {
            Outcome = new TrialOutcome.Measured(Some.Samples() with { Blocks = blocks }),
        };

    private static async Task<string[]> WriteAsync(params ImmutableArray<Trial> trials)
    {
        await using StringWriter writer = new(CultureInfo.InvariantCulture);
        await BlockCsv.WriteAsync(new RunRecord(Run, trials), writer, TestContext.Current.CancellationToken);
        return writer.ToString().TrimEnd('\n').Split('\n');
    }
}
