using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Formats.Wire;
using static Laptime.Formats.CsvRows;

namespace Laptime.Formats;

/// <summary>What runs came to as CSV, one row a case. docs/results-format.md lists the columns.</summary>
public static class ResultCsv
{
    private static readonly string[] Columns =
    [
        "run_id",
        "started_at",
        "suite",
        "tier",
        "case_id",
        "status",
        "items_per_second",
        "relative_half_width",
        "seconds_per_step",
        "memory_bytes",
        "launches",
        "dropped_blocks",
        "grade",
        "reason",
        "note",
    ];

    /// <summary>Writes the header and a row for each case of each run.</summary>
    /// <remarks>A text that a spreadsheet would take for a formula gets an apostrophe in front: <see cref="CsvRows"/>.</remarks>
    public static void Write(IEnumerable<(Run Run, ImmutableArray<CaseResult> Results)> runs, TextWriter writer)
    {
        using CsvWriter csv = Open(writer);
        WriteRow(csv, Columns);
        foreach ((Run run, ImmutableArray<CaseResult> results) in runs)
        {
            foreach (CaseResult result in results)
            {
                WriteRow(csv, Row(run, result));
            }
        }
    }

    private static string?[] Row(Run run, CaseResult result) =>
        [
            run.Id.ToString(),
            Words.Of(run.StartedAt),
            run.Suite.Name,
            Words.Of(run.Tier),
            result.Case.Id,
            Words.Of(result.Status),
            Text(result.ItemsPerSecond),
            Text(result.HalfWidth),
            Text(result.StepTime?.Value),
            Text((result.PeakDevice ?? result.PeakResident)?.Value),
            Text(result.Launches.Length),
            Text(result.DroppedBlocks),
            result.Grade?.ToString(),
            result.Reason,
            run.Note,
        ];

    private static string? Text(IFormattable? value) => value?.ToString(format: null, CultureInfo.InvariantCulture);
}
