using System.Collections.Immutable;
using Laptime.Cli.Terminal;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Results;
using Laptime.Core.Runs;

namespace Laptime.Cli.Reports;

/// <summary>What a run of AI-Benchmark by its classic protocol came to: the scores, then the cases that do not score, then findings.</summary>
internal static class ClassicReport
{
    /// <summary>Writes the whole report.</summary>
    /// <param name="record">The run.</param>
    /// <param name="results">Its results.</param>
    /// <param name="reference">Machine against which it stands out; null: the reference times of the original.</param>
    /// <param name="screen">Where to.</param>
    public static void Write(RunRecord record, ImmutableArray<CaseResult> results, ScoreSheet? reference, Screen screen)
    {
        ScoreReport.Write(RunScores.Of(record), reference, screen);
        ImmutableArray<CaseResult> besides = [.. results.Where(result => SubTests.Of(result.Case) is null)];
        if (!besides.IsEmpty)
        {
            screen.Results.WriteLine();
            screen.Results.WriteLine("Not of the original, so without a score:");
            screen.Results.WriteLine();
            ResultReport.WriteCases(besides, screen);
        }
        ResultReport.WriteFindings(results, screen);
    }
}
