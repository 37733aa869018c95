using System.Collections.Immutable;
using System.Globalization;
using Laptime.Answers.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Statistics;
using Laptime.Core.Sweeps;

namespace Laptime.Cli.Reports;

/// <summary>What a run came to: a row a case, what tuning brought, findings with advice.</summary>
internal static class ResultReport
{
    /// <summary>Cases that share a reason are named up to so many.</summary>
    private const int MostNamed = 4;

    /// <summary>Writes the whole report.</summary>
    public static void Write(Run run, ImmutableArray<CaseResult> results, Screen screen)
    {
        WriteHead(run, results, screen);
        ImmutableArray<Sweep> sweeps = Sweep.Of(run, results);
        foreach (Sweep sweep in sweeps)
        {
            SweepReport.Write(sweep, screen);
            screen.Results.WriteLine();
        }
        ImmutableArray<CaseResult> rest =
        [
            .. results.Except(sweeps.SelectMany(sweep => sweep.Rows).Select(row => row.Result)),
        ];
        ImmutableArray<CaseResult> serving = [.. rest.Where(result => result.Case.Scenario.IsServing())];
        if (serving.Length < rest.Length)
        {
            WriteCases(rest.RemoveRange(serving), screen);
        }
        ServingReport.Write(serving, isFirst: serving.Length == results.Length, screen);
        WriteTuning(results, screen);
        DeviationReport.Write(results, screen);
        EnergyReport.Write(results, screen);
        WriteReasons(results, screen);
        WriteFindings(results, screen);
    }

    private static void WriteHead(Run run, ImmutableArray<CaseResult> results, Screen screen)
    {
        Case? first = results.FirstOrDefault()?.Case;
        string device = first is { Device.IsCpu: false } gpu
            ? run.Platform.Gpus.FirstOrDefault(g => g.Index == gpu.Device.Index)?.Name ?? gpu.Device.ToString()
            : run.Platform.Cpu.Model ?? "processor";
        int[] counts = [.. results.Select(result => result.Case.Threads).Distinct()];
        string threads =
            first is not { Device.IsCpu: true } ? ""
            : counts is [int only] ? $", {SweepReport.Threads(only)}"
            : $", {string.Join(" and ", counts)} threads";
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
        if (run.Script is { } script)
        {
            ScriptText
                .Lines(script, screen.Width)
                .ForEach(line => screen.Results.WriteLine(screen.Ink.Write(line, Style.Dim)));
        }
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

    /// <summary>Items per second with their interval, or how the case ended instead.</summary>
    public static Cell Rate(CaseResult result) =>
        new(ResultText.Rate(result), result.ItemsPerSecond is null ? Style.Dim : Style.Plain);

    /// <summary>The grade; empty where there is none.</summary>
    public static Cell GradeCell(CaseResult result) =>
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
        bool withThreads = CaseText.NeedThreads(results.Select(result => result.Case));
        foreach (var group in results.Where(r => r.Reason is not null).GroupBy(r => (r.Status, r.Reason, r.Advice)))
        {
            screen.Results.WriteLine();
            string names = string.Join(", ", group.Take(MostNamed).Select(r => CaseText.Full(r.Case, withThreads)));
            int others = group.Count() - MostNamed;
            names +=
                others > 1 ? $", and {others} more cases"
                : others == 1 ? ", and one more case"
                : "";
            string text =
                $"{names}: {CaseText.Word(group.Key.Status)}. {group.Key.Reason} {group.Key.Advice}".TrimEnd();
            Prose.Wrap(text, screen.Width).ForEach(screen.Results.WriteLine);
        }
    }

    /// <summary>Each finding once, told of the case where it is worst.</summary>
    public static void WriteFindings(ImmutableArray<CaseResult> results, Screen screen) =>
        FindingReport.Write(FindingSummary.Of(results), screen);
}
