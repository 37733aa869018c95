using System.Collections.Immutable;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Cli.Reports;

/// <summary>Every trial of a run, case by case: what the results are made of.</summary>
internal static class TrialReport
{
    /// <summary>Writes a table for each case that has trials, in the order of the suite.</summary>
    public static void Write(RunRecord record, Screen screen)
    {
        ILookup<Case, Trial> trials = record.Trials.ToLookup(trial => trial.Case);
        foreach (Case @case in record.Run.Suite.Cases.Where(trials.Contains))
        {
            screen.Results.WriteLine();
            screen.Results.WriteLine(screen.Ink.Write(@case.Id, Style.Bold));
            ImmutableArray<Trial> ofCase = [.. trials[@case].OrderBy(trial => trial.Launch)];
            if (@case.Scenario.IsServing())
            {
                ServingReport.WriteLaunches(ofCase, screen);
            }
            else
            {
                Write(ofCase, screen);
            }
        }
    }

    private static void Write(ImmutableArray<Trial> trials, Screen screen)
    {
        Table table = new(
            new Column(""),
            new Column("Launch", IsNumber: true),
            new Column("Step", IsNumber: true),
            new Column("Blocks", IsNumber: true),
            new Column("Dropped", IsNumber: true),
            new Column("Warm-up"),
            new Column("Took", IsNumber: true),
            new Column("Remarks", Wraps: true)
        );
        foreach (Trial trial in trials)
        {
            string took = Figures.Span(trial.Elapsed);
            switch (trial.Outcome)
            {
                case TrialOutcome.Measured { Samples: var samples }:
                    Add(table, trial.Launch, samples, took);
                    break;
                case TrialOutcome.Skipped skipped:
                    table.Add("", $"{trial.Launch}", new Cell("skipped", Style.Dim), "", "", "", took, skipped.Reason);
                    break;
                case TrialOutcome.Failed failed:
                    table.Add(
                        "",
                        $"{trial.Launch}",
                        new Cell("failed", Style.Bad),
                        "",
                        "",
                        "",
                        took,
                        $"{failed.Attempted} {failed.Advice}"
                    );
                    break;
            }
        }
        table.Write(screen);
    }

    private static void Add(Table table, int launch, TrialSamples samples, string took)
    {
        int window = samples.Blocks.Count(block => block.Phase == Phase.Measurement);
        int scored = LaunchEstimate.Scored(samples).Length;
        int warmup = samples.Blocks.Count(block => block.Phase == Phase.Warmup);
        table.Add(
            "",
            $"{launch}",
            LaunchEstimate.Of(samples) is { } estimate
                ? new Seconds(Math.Exp(estimate.LogStepTime)).ToString()
                : new Cell("invalid", Style.Bad),
            $"{scored}",
            $"{window - scored}",
            $"{warmup}, {samples.WarmupClass}",
            took,
            $"{string.Join(' ', samples.Flags)} {samples.InvalidReason}".Trim()
        );
    }
}
