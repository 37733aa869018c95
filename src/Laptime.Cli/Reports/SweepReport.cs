using System.Globalization;
using Laptime.Cli.Terminal;
using Laptime.Core.Results;
using Laptime.Core.Sweeps;

namespace Laptime.Cli.Reports;

/// <summary>A sweep as people read it: a row for each combination of its axes, a picture, and how the batch was found.</summary>
internal static class SweepReport
{
    private const int PlotHeight = 14;
    private const int WidestPlot = 100;

    /// <summary>Writes one sweep.</summary>
    public static void Write(Sweep sweep, Screen screen)
    {
        screen.Results.WriteLine(screen.Ink.Write(Title(sweep), Style.Bold));
        WriteRows(sweep, screen);
        WriteSearches(sweep, screen);
        SweepChart chart = SweepChart.Of(sweep);
        if (chart.IsWorthDrawing)
        {
            screen.Results.WriteLine();
            new SweepPlot(
                chart,
                Math.Min(screen.Width, WidestPlot),
                PlotHeight,
                FrontierPlot.NeedsPlainText(Environment.GetEnvironmentVariable)
            ).Write(screen);
        }
    }

    /// <summary>What the cases have in common: <c>ResNet-50 train, image 224</c>, and axes that have one value only.</summary>
    public static string Title(Sweep sweep)
    {
        string?[] parts =
        [
            CaseText.Workload(sweep.First),
            sweep.VariesBatch || !sweep.Searches.IsEmpty ? null : $"batch {sweep.First.Batch}",
            sweep.VariesPrecision ? null : CaseText.Word(sweep.First.Precision),
            sweep.VariesMode ? null : CaseText.Word(sweep.First.Mode),
            sweep.VariesThreads || !sweep.First.Device.IsCpu ? null : Threads(sweep.First.Threads),
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    /// <summary>A number of threads in words.</summary>
    public static string Threads(int count) => count == 1 ? "1 thread" : $"{count} threads";

    private static void WriteRows(Sweep sweep, Screen screen)
    {
        bool hasDeviations = sweep.Rows.Any(row => row.Result.Deviation is not null);
        // Axes with one value stand in the title.
        (bool Shown, Column Column, Func<SweepRow, Cell> Cell)[] columns =
        [
            (
                sweep.VariesBatch || !sweep.Searches.IsEmpty,
                new Column("Batch", IsNumber: true),
                row => row.Result.Case.Batch.ToString(CultureInfo.InvariantCulture)
            ),
            (sweep.VariesPrecision, new Column("Precision"), row => CaseText.Word(row.Result.Case.Precision)),
            (
                sweep.VariesThreads,
                new Column("Threads", IsNumber: true),
                row => row.Result.Case.Threads.ToString(CultureInfo.InvariantCulture)
            ),
            (sweep.VariesMode, new Column("Mode"), row => CaseText.Word(row.Result.Case.Mode)),
            (true, new Column("Items/s", IsNumber: true), row => ResultReport.Rate(row.Result)),
            (true, new Column("Of best", IsNumber: true), row => Share(row.OfBest)),
            (true, new Column("Memory", IsNumber: true), row => Memory(row.Result)),
            (
                hasDeviations,
                new Column("Off fp32", IsNumber: true),
                row => row.Result.Deviation is { } deviation ? DeviationReport.Rms(deviation) : ""
            ),
            (true, new Column("Grade"), row => ResultReport.GradeCell(row.Result)),
        ];
        var shown = columns.Where(column => column.Shown).ToArray();
        Table table = new([.. shown.Select(column => column.Column)]);
        foreach (SweepRow row in sweep.Rows)
        {
            table.Add([.. shown.Select(column => column.Cell(row))]);
        }
        table.Write(screen);
    }

    private static void WriteSearches(Sweep sweep, Screen screen)
    {
        foreach (BatchSearch search in sweep.Searches)
        {
            screen.Results.WriteLine();
            string name = CaseText.WithoutBatch(search.Case, sweep.VariesThreads);
            Prose.Wrap($"{name}: {BatchSearchText.Conclude(search)}", screen.Width).ForEach(screen.Results.WriteLine);
            Table table = new(
                new Column("Tried", IsNumber: true),
                new Column("Fits"),
                new Column("Items/s, about", IsNumber: true),
                new Column("Memory", IsNumber: true),
                new Column("", Wraps: true)
            );
            foreach (BatchProbe probe in search.Probes.OrderBy(probe => probe.Batch))
            {
                table.Add(
                    probe.Batch.ToString(CultureInfo.InvariantCulture),
                    probe.Fits ? new Cell("yes", Style.Good) : new Cell("no", Style.Bad),
                    probe.Fits ? BatchSearchText.Rate(probe.ItemsPerSecond) : "",
                    (probe.PeakDevice ?? probe.PeakResident)?.ToString(),
                    probe.Batch == search.Largest && probe.Batch == search.Best ? "largest, best throughput"
                        : probe.Batch == search.Largest ? "largest"
                        : probe.Batch == search.Best ? "best throughput"
                        // All beyond the edge fail alike; the reason at the edge itself is the one that counts.
                        : probe.Batch == search.SmallestTooLarge ? probe.Reason
                        : ""
                );
            }
            if (!table.IsEmpty)
            {
                table.Write(screen);
            }
        }
    }

    private static string Share(double? share) =>
        share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:F0} %") : "";

    private static string? Memory(CaseResult result) => (result.PeakDevice ?? result.PeakResident)?.ToString();
}
