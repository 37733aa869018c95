using System.Collections.Immutable;
using System.Globalization;
using Laptime.Answers.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Statistics;

namespace Laptime.Cli.Reports;

/// <summary>What a run came to: a row a case, what tuning brought, findings with advice.</summary>
internal static class ResultReport
{
    /// <summary>Writes the whole report.</summary>
    public static void Write(Run run, ImmutableArray<CaseResult> results, Screen screen)
    {
        WriteHead(run, results, screen);
        WriteCases(results, screen);
        WriteTuning(results, screen);
        WriteReasons(results, screen);
        WriteFindings(results, screen);
    }

    private static void WriteHead(Run run, ImmutableArray<CaseResult> results, Screen screen)
    {
        Case? first = results.FirstOrDefault()?.Case;
        string device = first is { Device.IsCpu: false } gpu
            ? run.Platform.Gpus.FirstOrDefault(g => g.Index == gpu.Device.Index)?.Name ?? gpu.Device.ToString()
            : run.Platform.Cpu.Model ?? "processor";
        string threads = first is { Device.IsCpu: true } ? $", {first.Threads} threads" : "";
        screen.Results.WriteLine(
            $"{screen.Ink.Write($"{run.Suite.Name} ({CaseText.Word(run.Tier)})", Style.Bold)} on {device}{threads}, "
                + $"libtorch {run.Platform.Engine?.Version ?? "unknown"}"
        );
        string status = run.Status == RunStatus.Finished ? "" : $", {CaseText.Word(run.Status)}";
        screen.Results.WriteLine(
            screen.Ink.Write(
                $"run {ShortId.Of(run.Id)}, {run.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC{status}",
                Style.Dim
            )
        );
        screen.Results.WriteLine();
    }

    /// <summary>A row a case.</summary>
    public static void WriteCases(ImmutableArray<CaseResult> results, Screen screen)
    {
        Table table = new(
            new Column("Case", Wraps: true),
            new Column("Mode"),
            new Column("Items/s", IsNumber: true),
            new Column("Step", IsNumber: true),
            new Column("Memory", IsNumber: true),
            new Column("Runs", IsNumber: true),
            new Column("Grade")
        );
        foreach (CaseResult result in results)
        {
            table.Add(
                $"{CaseText.Name(result.Case)} {CaseText.Word(result.Case.Precision)}",
                CaseText.Word(result.Case.Mode),
                Rate(result),
                result.StepTime?.ToString(),
                (result.PeakDevice ?? result.PeakResident)?.ToString(),
                result.Launches.IsEmpty ? "" : $"{result.Launches.Length}",
                GradeCell(result)
            );
        }
        table.Write(screen);
    }

    private static Cell Rate(CaseResult result) =>
        new(ResultText.Rate(result), result.ItemsPerSecond is null ? Style.Dim : Style.Plain);

    private static Cell GradeCell(CaseResult result) =>
        result.Grade switch
        {
            Grade.A => new Cell("A", Style.Good),
            Grade.X => new Cell("X", Style.Bad),
            { } grade => new Cell(grade.ToString(), Style.Warning),
            null => "",
        };

    /// <summary>Stock against tuned, where both were measured in at least two launches.</summary>
    private static void WriteTuning(ImmutableArray<CaseResult> results, Screen screen)
    {
        Table table = new(
            new Column("Tuning brought", Wraps: true),
            new Column("Speed", IsNumber: true),
            new Column("95 % interval"),
            new Column("Memory", IsNumber: true)
        );
        foreach (Tuning tuning in Tuning.Of(results))
        {
            Comparison ratio = tuning.SpeedUp;
            table.Add(
                $"{CaseText.Name(tuning.Stock.Case)} {CaseText.Word(tuning.Stock.Case.Precision)}",
                $"× {ratio.Ratio.ToString("F2", CultureInfo.InvariantCulture)}",
                double.IsFinite(ratio.Low) && double.IsFinite(ratio.High)
                    ? string.Create(CultureInfo.InvariantCulture, $"{ratio.Low:F2} to {ratio.High:F2}")
                    : "unknown",
                tuning.MemoryRatio is { } memory ? string.Create(CultureInfo.InvariantCulture, $"× {memory:F2}") : ""
            );
        }
        if (!table.IsEmpty)
        {
            screen.Results.WriteLine();
            table.Write(screen);
        }
    }

    private static void WriteReasons(ImmutableArray<CaseResult> results, Screen screen)
    {
        foreach (var group in results.Where(r => r.Reason is not null).GroupBy(r => (r.Status, r.Reason, r.Advice)))
        {
            screen.Results.WriteLine();
            string names = string.Join(", ", group.Select(r => CaseText.Full(r.Case)));
            string text =
                $"{names}: {CaseText.Word(group.Key.Status)}. {group.Key.Reason} {group.Key.Advice}".TrimEnd();
            Prose.Wrap(text, screen.Width).ForEach(screen.Results.WriteLine);
        }
    }

    /// <summary>Each finding once, told of the case where it is worst.</summary>
    public static void WriteFindings(ImmutableArray<CaseResult> results, Screen screen) =>
        FindingReport.Write(FindingSummary.Of(results), screen);
}
