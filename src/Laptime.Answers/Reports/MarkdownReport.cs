using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Laptime.Answers.Results;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Findings;
using Laptime.Core.Results;

namespace Laptime.Answers.Reports;

/// <summary>A report as Markdown, for an issue, a README, a notebook.</summary>
public static class MarkdownReport
{
    // What a text of somebody else's could do to the page: end a cell, begin an element, a link or emphasis.
    private const string Meaningful = "\\|<>&*_`[]#!";

    /// <summary>Writes it.</summary>
    public static string Write(Report report)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {Plain(report.Title)}\n");
        foreach (RunView view in report.Runs)
        {
            Write(view, text);
        }
        if (report.Compared is { } many)
        {
            Write(many, text);
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n*Written by Laptime {report.ToolVersion} on {RunText.Instant(report.WrittenAt)} UTC. Intervals hold 95 % between launches.*\n"
        );
        return text.ToString();
    }

    private static void Write(RunView view, StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n## {Plain(view.Run.Suite.Name)} ({RunText.Word(view.Run.Tier)}) on {Plain(RunScores.MachineOf(view.Run))}\n\nrun {view.Run.Id}, {RunText.Instant(view.Run.StartedAt)} UTC, libtorch {Plain(view.Run.Platform.Engine?.Version ?? "unknown")}\n"
        );
        if (view.Run.Note is { } note)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n> {Plain(note)}\n");
        }
        bool withThreads = CaseText.NeedThreads(view.Results.Select(result => result.Case));
        Table(
            text,
            ["Case", "Precision", "Mode", "Items/s", "Step", "Memory", "Launches", "Grade"],
            view.Results.Select(result =>
                new[]
                {
                    CaseText.Name(result.Case) + (withThreads ? $" t{result.Case.Threads}" : ""),
                    CaseText.Word(result.Case.Precision),
                    CaseText.Word(result.Case.Mode),
                    ResultText.Rate(result),
                    $"{result.StepTime}",
                    $"{result.PeakDevice ?? result.PeakResident}",
                    result.Launches.IsEmpty ? "" : $"{result.Launches.Length}",
                    $"{result.Grade}",
                }
            ),
            firstNumber: 3
        );
        ImmutableArray<Tuning> tuning = Tuning.Of(view.Results);
        if (!tuning.IsEmpty)
        {
            Table(
                text,
                ["Tuning brought", "Speed", "95 % interval"],
                tuning.Select(row =>
                    new[]
                    {
                        $"{CaseText.Name(row.Stock.Case)} {CaseText.Word(row.Stock.Case.Precision)}",
                        string.Create(CultureInfo.InvariantCulture, $"× {row.SpeedUp.Ratio:F2}"),
                        double.IsFinite(row.SpeedUp.Low) && double.IsFinite(row.SpeedUp.High)
                            ? string.Create(
                                CultureInfo.InvariantCulture,
                                $"{row.SpeedUp.Low:F2} to {row.SpeedUp.High:F2}"
                            )
                            : "unknown",
                    }
                ),
                firstNumber: 1
            );
        }
        foreach (Finding finding in FindingSummary.Of(view.Results))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n- **{RunText.Word(finding.Severity)}** {Plain(finding.Message)} ({finding.Code})"
            );
            text.Append(finding.Advice is { } advice ? $" {Plain(advice)}" : "");
        }
        foreach (CaseResult result in view.Results.Where(result => result.Reason is not null))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n- **{CaseText.Word(result.Status)}** {Plain(CaseText.Full(result.Case, withThreads))}: {Plain(result.Reason!)} {Plain(result.Advice ?? "")}"
            );
        }
        text.Append('\n');
    }

    private static void Write(ManyCompared many, StringBuilder text)
    {
        for (int i = 0; i < many.Others.Length; i++)
        {
            RatioTable ratios = many.Others[i].Ratios;
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n## {Plain(many.Names[i + 1])} against {Plain(many.Names[0])}\n"
            );
            Table(
                text,
                ["Case", "First", "Second", "Times as fast (95 %)"],
                ratios
                    .Rows.Append(ratios.Mean!)
                    .Select(row =>
                        new[]
                        {
                            row.Name,
                            new Core.Quantities.Seconds(row.First).ToString(),
                            new Core.Quantities.Seconds(row.Second).ToString(),
                            ResultText.SpeedUp(row),
                        }
                    ),
                firstNumber: 1
            );
        }
        foreach (string problem in many.Problems)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {Plain(problem)}\n");
        }
    }

    private static void Table(StringBuilder text, string[] head, IEnumerable<string[]> rows, int firstNumber)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n| {string.Join(" | ", head)} |\n|");
        for (int i = 0; i < head.Length; i++)
        {
            text.Append(i < firstNumber ? " --- |" : " ---: |");
        }
        foreach (string[] row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n| {string.Join(" | ", row.Select(Plain))} |");
        }
        text.Append('\n');
    }

    private static string Plain(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                plain.Append(' ');
                continue;
            }
            if (Meaningful.Contains(c, StringComparison.Ordinal))
            {
                plain.Append('\\');
            }
            plain.Append(c);
        }
        return plain.ToString();
    }
}
