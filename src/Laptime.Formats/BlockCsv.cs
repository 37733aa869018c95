using CsvHelper;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using static Laptime.Formats.CsvRows;

namespace Laptime.Formats;

/// <summary>
/// Raw blocks as CSV for spreadsheets and data frames: one row per block, and one row without block columns for a trial
/// that was skipped or failed, so that nothing is missing silently. docs/results-format.md lists the columns.
/// </summary>
public static class BlockCsv
{
    private static readonly string[] Columns =
    [
        "run_id",
        "trial_id",
        "case_id",
        "workload",
        "scenario",
        "precision",
        "mode",
        "batch",
        "device",
        "threads",
        "launch",
        "order",
        "started_at",
        "outcome",
        "reason",
        "block",
        "phase",
        "start_ticks",
        "steps",
        "wall_seconds",
        "seconds_per_step",
        "items_per_step",
        "device_seconds",
        "flags",
        "dropped",
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
            WriteTrial(csv, trial);
            await csv.FlushAsync();
        }
        await csv.FlushAsync();
    }

    private static void WriteTrial(CsvWriter csv, Trial trial)
    {
        switch (trial.Outcome)
        {
            case TrialOutcome.Measured { Samples: var samples }:
                string?[] head = Head(trial, "measured", samples.InvalidReason);
                for (int i = 0; i < samples.Blocks.Length; i++)
                {
                    WriteRow(csv, [.. head, .. Row(i, samples.Blocks[i], samples.ItemsPerStep)]);
                }
                break;
            case TrialOutcome.Skipped skipped:
                WriteRow(csv, [.. Head(trial, "skipped", skipped.Reason), .. new string?[10]]);
                break;
            case TrialOutcome.Failed failed:
                WriteRow(csv, [.. Head(trial, "failed", failed.Attempted), .. new string?[10]]);
                break;
        }
    }

    private static string?[] Head(Trial trial, string outcome, string? reason) =>
        [
            trial.RunId.ToString(),
            trial.Id.ToString(),
            trial.Case.Id,
            trial.Case.Workload,
            Wire.Words.Of(trial.Case.Scenario),
            Wire.Words.Of(trial.Case.Precision),
            Wire.Words.Of(trial.Case.Mode),
            Text(trial.Case.Batch),
            trial.Case.Device.ToString(),
            Text(trial.Case.Threads),
            Text(trial.Launch),
            Text(trial.Order),
            Wire.Words.Of(trial.StartedAt),
            outcome,
            reason,
        ];

    private static string?[] Row(int index, Block block, int itemsPerStep) =>
        [
            Text(index),
            Wire.Words.Of(block.Phase),
            Text(block.StartTicks),
            Text(block.Steps),
            Text(block.Wall.Value),
            Text(block.PerStep.Value),
            Text(itemsPerStep),
            block.Device is { } device ? Text(device.Value) : null,
            string.Join(' ', block.Flags),
            block.Dropped,
        ];
}
