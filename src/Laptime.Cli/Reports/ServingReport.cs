using System.Collections.Immutable;
using System.Globalization;
using Laptime.Cli.Terminal;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Serving;
using Laptime.Core.Trials;

namespace Laptime.Cli.Reports;

/// <summary>Serving scenarios: what stands for each, then the latencies in full.</summary>
internal static class ServingReport
{
    /// <summary>Writes both tables; nothing if there are no cases.</summary>
    /// <param name="results">Results of serving cases.</param>
    /// <param name="isFirst">Whether nothing stands above.</param>
    /// <param name="screen">Where to.</param>
    public static void Write(ImmutableArray<CaseResult> results, bool isFirst, Screen screen)
    {
        if (results.IsEmpty)
        {
            return;
        }
        if (!isFirst)
        {
            screen.Results.WriteLine();
        }
        WriteCases(results, screen);
        WriteLatencies(results, screen);
    }

    /// <summary>Launches of a serving case: what each found.</summary>
    public static void WriteLaunches(IEnumerable<Trial> trials, Screen screen)
    {
        Table table = new(
            new Column("Launch", IsNumber: true),
            new Column("Passes", IsNumber: true),
            new Column("Queries", IsNumber: true),
            new Column("Queries/s", IsNumber: true),
            new Column("p50", IsNumber: true),
            new Column("p90", IsNumber: true),
            new Column("p99", IsNumber: true),
            new Column("Took", IsNumber: true),
            new Column("Remarks", Wraps: true)
        );
        foreach (Trial trial in trials)
        {
            string took = Figures.Span(trial.Elapsed);
            if (trial.Outcome is not TrialOutcome.Measured { Samples: { Serving: { } serving } samples })
            {
                string why = trial.Outcome switch
                {
                    TrialOutcome.Skipped skipped => skipped.Reason,
                    TrialOutcome.Failed failed => $"{failed.Attempted} {failed.Advice}",
                    _ => "",
                };
                table.Add($"{trial.Launch}", "", "", "", "", "", "", took, why);
                continue;
            }
            double[] latencies =
            [
                .. serving.Scored.SelectMany(pass => PassFigures.Latencies(pass, samples.TicksPerSecond)).Order(),
            ];
            ServingPass? last = serving.Scored.LastOrDefault();
            table.Add(
                $"{trial.Launch}",
                $"{serving.Passes.Length}",
                latencies.Length.ToString("N0", CultureInfo.InvariantCulture),
                last?.Rate is { } rate ? rate.ToString("G4", CultureInfo.InvariantCulture) : "",
                At(0.5),
                At(0.9),
                At(0.99),
                took,
                $"{string.Join(' ', samples.Flags)} {samples.InvalidReason}".Trim()
            );

            string At(double percentile) =>
                latencies.Length == 0 ? "" : new Seconds(PassFigures.Percentile(latencies, percentile)).ToString();
        }
        table.Write(screen);
    }

    private static void WriteCases(ImmutableArray<CaseResult> results, Screen screen)
    {
        Table table = new(
            new Column("Serving", Wraps: true),
            new Column("Mode"),
            new Column("Figure", IsNumber: true),
            new Column("Queries/s", IsNumber: true),
            new Column("Runs", IsNumber: true),
            new Column("Grade")
        );
        foreach (CaseResult result in results)
        {
            table.Add(
                $"{CaseText.Name(result.Case)} {CaseText.Word(result.Case.Precision)}",
                CaseText.Word(result.Case.Mode),
                result.Serving is { } serving
                    ? ServingText.Headline(serving)
                    : new Cell(CaseText.Word(result.Status), Style.Dim),
                result.Serving is { Headline: not null } stream ? ServingText.Rate(stream) : "",
                result.Launches.IsEmpty ? "" : $"{result.Launches.Length}",
                ResultReport.GradeCell(result)
            );
        }
        table.Write(screen);
    }

    private static void WriteLatencies(ImmutableArray<CaseResult> results, Screen screen)
    {
        Table table = new(
            new Column("Latency of", Wraps: true),
            new Column("Mode"),
            new Column(""),
            new Column("± 95 %", IsNumber: true),
            new Column("At most (99 %)", IsNumber: true)
        );
        foreach (CaseResult result in results)
        {
            if (result.Serving is not { } serving)
            {
                continue;
            }
            string name = CaseText.Name(result.Case);
            string mode = CaseText.Word(result.Case.Mode);
            Add("min", serving.Minimum.ToString());
            Add("mean", serving.Mean.ToString());
            foreach (LatencyPercentile percentile in serving.Percentiles)
            {
                Add(
                    ServingText.Name(percentile.Percentile),
                    ServingText.Latency(percentile.Latency, percentile.HalfWidth),
                    percentile.AtMost?.ToString() ?? ""
                );
            }

            void Add(string which, string value, string atMost = "")
            {
                table.Add(name, mode, which, value, atMost);
                (name, mode) = ("", "");
            }
        }
        if (!table.IsEmpty)
        {
            screen.Results.WriteLine();
            table.Write(screen);
        }
    }
}
