using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Formats;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime results show</c>.</summary>
internal static class ResultsShowCommand
{
    private static readonly Option<bool> Raw = new("--raw")
    {
        Description = "Show every trial as well: its step time, blocks, warm-up and remarks.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "show",
            "Shows what a run came to.",
            new Example("laptime results show", "the latest run"),
            new Example("laptime results show 0193a5f2 --raw", "a run with each of its trials"),
            new Example("laptime results show --json", "the figures, for programs")
        )
        {
            Arguments = { RunArguments.One },
            Options = { Raw, ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                string text = parsed.GetRequiredValue(RunArguments.One);
                if (await stored.ReadAsync(text, cancellationToken) is not { } record)
                {
                    return ExitCode.Failed;
                }
                ImmutableArray<CaseResult> results = await Fleet.JudgeAsync(
                    stored.Store,
                    record.Run,
                    CaseSummary.Summarize(record, Protocol.Current),
                    cancellationToken
                );
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    JsonReport.Write(ResultDocument.Write(record.Run, results), screen);
                    return ExitCode.Done;
                }
                if (record.Run.Transfer is not null && results is [CaseResult only])
                {
                    TransferReport.Write(record.Run, only, screen);
                }
                else
                {
                    ResultReport.Write(record.Run, results, screen);
                }
                WriteNote(record.Run, screen);
                if (parsed.GetValue(Raw))
                {
                    TrialReport.Write(record, screen);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static void WriteNote(Run run, Screen screen)
    {
        if (run.Note is { } note)
        {
            Table table = new(new Column(""), new Column("", Wraps: true));
            table.Add(new Cell("Note", Style.Bold), note);
            screen.Results.WriteLine();
            table.Write(screen);
        }
    }
}
