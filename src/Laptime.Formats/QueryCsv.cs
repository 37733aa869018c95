using CsvHelper;
using Laptime.Core.Runs;
using Laptime.Core.Serving;
using Laptime.Core.Trials;
using Laptime.Formats.Wire;
using static Laptime.Formats.CsvRows;

namespace Laptime.Formats;

/// <summary>
/// Queries of serving scenarios as CSV: one row per query, those of trials that only searched for a rate too. Runs without
/// queries give a header alone. docs/results-format.md lists the columns.
/// </summary>
public static class QueryCsv
{
    private static readonly string[] Columns =
    [
        "run_id",
        "trial_id",
        "case_id",
        "launch",
        "pass",
        "phase",
        "offered_queries_per_second",
        "query",
        "scheduled_ticks",
        "issued_ticks",
        "completed_ticks",
        "latency_seconds",
        "lateness_seconds",
    ];

    /// <summary>Writes the header and all rows of <paramref name="record"/>.</summary>
    /// <remarks>A text that a spreadsheet would take for a formula gets an apostrophe in front: <see cref="CsvRows"/>.</remarks>
    public static async Task WriteAsync(RunRecord record, TextWriter writer, CancellationToken cancellationToken)
    {
        await using CsvWriter csv = Open(writer);
        WriteRow(csv, Columns);
        foreach (Trial trial in record.Trials)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (trial.Outcome is TrialOutcome.Measured { Samples: { Serving: { } serving } samples })
            {
                for (int i = 0; i < serving.Passes.Length; i++)
                {
                    WritePass(csv, trial, i, serving.Passes[i], samples.TicksPerSecond);
                }
            }
            await csv.FlushAsync();
        }
        await csv.FlushAsync();
    }

    private static void WritePass(CsvWriter csv, Trial trial, int index, ServingPass pass, long ticksPerSecond)
    {
        double[] late = PassFigures.Lateness(pass, ticksPerSecond);
        for (int i = 0; i < pass.Queries.Length; i++)
        {
            ServedQuery query = pass.Queries[i];
            WriteRow(
                csv,
                [
                    trial.RunId.ToString(),
                    trial.Id.ToString(),
                    trial.Case.Id,
                    Text(trial.Launch),
                    Text(index),
                    Words.Of(pass.Phase),
                    pass.Rate is { } rate ? Text(rate) : null,
                    Text(i),
                    Text(query.Scheduled),
                    Text(query.Issued),
                    Text(query.Completed),
                    Text(query.Latency / (double)ticksPerSecond),
                    pass.Rate is null ? null : Text(late[i]),
                ]
            );
        }
    }
}
