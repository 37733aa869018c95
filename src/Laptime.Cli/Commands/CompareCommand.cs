using System.CommandLine;
using Laptime.Answers.Results;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.AiBenchmark;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime compare</c>.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> First = new("first")
    {
        Description = "A run ('last', an id or its beginning), an import, or a published name of 'laptime rank'",
        HelpName = "FIRST",
    };

    private static readonly Argument<string> Second = new("second")
    {
        Description = "What to hold against it",
        HelpName = "SECOND",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "compare",
            "Compares two machines case by case: who is how much faster, where that is an exception, and on the whole.",
            new Example("laptime compare 0193a5f2 last", "an earlier run and the latest"),
            new Example("laptime compare roscube-x-xavier last", "a published machine and the latest run"),
            new Example("laptime compare 0193a5f2 last --json", "the same, for programs")
        )
        {
            Arguments = { First, Second },
            Options = { ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                if (
                    await ComparandSearch.FindAsync(parsed.GetRequiredValue(First), stored, screen, cancellationToken)
                        is not { } first
                    || await ComparandSearch.FindAsync(
                        parsed.GetRequiredValue(Second),
                        stored,
                        screen,
                        cancellationToken
                    )
                        is not { } second
                )
                {
                    return ExitCode.Failed;
                }
                if (Comparand.WhyNot(first, second) is { } objection)
                {
                    screen.Complain(objection);
                    return ExitCode.Failed;
                }
                RatioTable table = Comparand.Ratios(first, second);
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    CompareReport.WriteJson(first, second, table, screen);
                }
                else
                {
                    CompareReport.Write(first, second, table, screen);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }
}
