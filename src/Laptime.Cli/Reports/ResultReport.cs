using System.Collections.Immutable;
using Laptime.Cli.Terminal;
using Laptime.Core.Results;
using Laptime.Core.Runs;

namespace Laptime.Cli.Reports;

/// <summary>What a run came to: a row a case.</summary>
internal static class ResultReport
{
    /// <summary>Writes the whole report.</summary>
    public static void Write(Run run, ImmutableArray<CaseResult> results, Screen screen)
    {
        screen.Results.WriteLine($"{run.Suite.Name} ({RunText.Word(run.Tier)}) on {RunText.Device(run)}");
        screen.Results.WriteLine($"run {run.Id.ToString()[..8]}, {RunText.Instant(run.StartedAt)} UTC");
        screen.Results.WriteLine();
        Table table = new(new Column("Case", Wraps: true), new Column("Step", IsNumber: true), new Column("Grade"));
        foreach (CaseResult result in results)
        {
            table.Add(
                result.Case.Id,
                result.StepTime?.ToString() ?? RunText.Word(result.Status),
                result.Grade?.ToString()
            );
        }
        table.Write(screen);
    }
}
