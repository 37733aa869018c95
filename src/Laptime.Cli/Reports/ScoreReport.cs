using System.Collections.Immutable;
using System.Globalization;
using Laptime.Cli.Terminal;
using Laptime.Core.AiBenchmark;

namespace Laptime.Cli.Reports;

/// <summary>A score sheet in the look that users of AI-Benchmark know: its lines, its scores; then where the machine stands out.</summary>
internal static class ScoreReport
{
    private const int MostStandOuts = 10;

    /// <summary>Writes the whole sheet.</summary>
    /// <param name="sheet">The machine.</param>
    /// <param name="reference">Machine against which it stands out; null: the reference times of the original.</param>
    /// <param name="screen">Where to.</param>
    public static void Write(ScoreSheet sheet, ScoreSheet? reference, Screen screen)
    {
        string day = sheet.AsOf is { } asOf ? $", {asOf:yyyy-MM-dd}" : "";
        string run = sheet.Provenance == Provenance.Run ? $"run {ShortId.Of(Guid.Parse(sheet.Id))}, " : "";
        screen.Results.WriteLine(screen.Ink.Write(Prose.Printable(sheet.Machine), Style.Bold));
        screen.Results.WriteLine(screen.Ink.Write(Prose.Printable($"{run}{sheet.Origin}{day}"), Style.Dim));
        WriteTests(sheet, SubTests.Full, screen);
        WriteTests(sheet, SubTests.Micro, screen);
        screen.Results.WriteLine();
        WriteScores(sheet, screen);
        WriteStandOuts(sheet, reference, screen);
    }

    private static void WriteTests(ScoreSheet sheet, ImmutableArray<SubTest> set, Screen screen)
    {
        Dictionary<SubTest, string> lines = [];
        foreach (SubTestFigure figure in sheet.Figures)
        {
            lines[figure.SubTest] = ResultText.Times(figure);
        }
        foreach (MissingSubTest missing in sheet.Missing)
        {
            lines.TryAdd(missing.SubTest, screen.Ink.Write(Prose.Printable(missing.Reason), Style.Warning));
        }
        SubTest[] shown = [.. set.Where(lines.ContainsKey)];
        int tests = set.Max(test => test.Test);
        foreach (IGrouping<int, SubTest> group in shown.GroupBy(test => test.Test))
        {
            screen.Results.WriteLine();
            screen.Results.WriteLine(
                screen.Ink.Write(Format($"{group.Key}/{tests}. {group.First().Title}"), Style.Bold)
            );
            screen.Results.WriteLine();
            foreach (SubTest test in group)
            {
                string kind = test.Kind == SubTestKind.Training ? "training " : "inference";
                screen.Results.WriteLine(
                    Format($"{test.Id} - {kind} | batch={test.Batch}, size={test.Height}x{test.Width}: {lines[test]}")
                );
            }
        }
    }

    private static void WriteScores(ScoreSheet sheet, Screen screen)
    {
        bool isFull = sheet.Inference is not null && sheet.Training is not null;
        WriteScore("Device Inference Score", sheet.Inference, screen);
        WriteScore("Device Training Score", sheet.Training, screen);
        WriteScore("Device AI Score", isFull ? sheet.Ai : null, screen);
        WriteScore("Device Micro Score", sheet.Micro, screen);
        if (sheet.Figures.IsEmpty)
        {
            screen.Results.WriteLine("No sub-test was measured, so there is no score.");
        }
    }

    private static void WriteScore(string name, Score? score, Screen screen)
    {
        if (score is null)
        {
            return;
        }
        string value = screen.Ink.Write(Format($"{score.Value}"), Style.Bold);
        string partial = score.IsPartial
            ? screen.Ink.Write(
                Format($" partial: {score.Present} of {score.Expected} sub-tests, not to be ranked"),
                Style.Warning
            )
            : "";
        screen.Results.WriteLine($"{name}: {value}{screen.Ink.Write(Range(score), Style.Dim)}{partial}");
    }

    /// <summary>Interval of a score behind it: <c> (4,322 to 4,346)</c>; empty where it is not known.</summary>
    private static string Range(Score score) =>
        score.Interval is { } interval ? Format($" (95 %: {interval.Low:F0} to {interval.High:F0})") : "";

    private static void WriteStandOuts(ScoreSheet sheet, ScoreSheet? reference, Screen screen)
    {
        ImmutableArray<StandOut> found = StandOuts.Of(sheet, reference);
        if (found.IsEmpty)
        {
            return;
        }
        screen.Results.WriteLine();
        foreach (
            string line in Prose.Wrap(
                $"Networks where this machine stands out from its own average, against {reference?.Machine ?? "the reference times of the original"}:",
                screen.Width
            )
        )
        {
            screen.Results.WriteLine(line);
        }
        screen.Results.WriteLine();
        Table table = new(new Column("Sub-test"), new Column("Than its average"), new Column("Than the reference"));
        foreach (StandOut one in found.Take(MostStandOuts))
        {
            table.Add(
                one.SubTest.Name,
                new Cell(Times(one.Factor), one.Factor > 1 ? Style.Good : Style.Bad),
                Times(one.Ratio)
            );
        }
        table.Write(screen);
        if (found.Length > MostStandOuts)
        {
            screen.Results.WriteLine(
                $"and {found.Length - MostStandOuts} more, nearer to the average; --json has all."
            );
        }
    }

    private static string Times(double ratio) =>
        ratio >= 1 ? Format($"{ratio:F2} times as fast") : Format($"{1 / ratio:F2} times slower");

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
