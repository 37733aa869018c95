using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Formats.AiBenchmark;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime results list</c>.</summary>
internal static class ResultsListCommand
{
    private static readonly Option<bool> Bin = new("--bin") { Description = "List deleted runs instead." };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "list",
            "Lists all runs, the latest first.",
            new Example("laptime results list", "a row for each run"),
            new Example("laptime results list --bin", "what was deleted and can be restored"),
            new Example("laptime results list --json", "the same, for programs")
        )
        {
            Options = { Bin, ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                RunShelf shelf = parsed.GetValue(Bin) ? RunShelf.Bin : RunShelf.Kept;
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                ImmutableArray<RunSummary> runs = await stored.Store.ListRunsAsync(shelf, cancellationToken);
                ImmutableArray<ForeignRun> foreign = await stored.Foreign.ListForeignAsync(shelf, cancellationToken);
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    RunListReport.WriteJson(runs, foreign, screen);
                }
                else if (runs.IsEmpty && foreign.IsEmpty)
                {
                    screen.Say(
                        shelf == RunShelf.Bin ? "The bin is empty." : "No results yet. Measure with: laptime run"
                    );
                }
                else
                {
                    RunListReport.Write(runs, foreign, screen);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }
}
