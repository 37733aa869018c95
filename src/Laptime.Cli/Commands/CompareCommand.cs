using System.CommandLine;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Protocols;
using Laptime.Core.Results;

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
                    await Comparand.FindAsync(parsed.GetRequiredValue(First), stored, screen, cancellationToken)
                        is not { } first
                    || await Comparand.FindAsync(parsed.GetRequiredValue(Second), stored, screen, cancellationToken)
                        is not { } second
                )
                {
                    return ExitCode.Failed;
                }
                if (first.Sheet is null != second.Sheet is null)
                {
                    screen.Complain(
                        "One follows the original AI-Benchmark and the other our own protocol: they time different "
                            + "things and cannot be compared."
                    );
                    return ExitCode.Failed;
                }
                RatioTable table = Ratios(first, second);
                if (table.Mean is null)
                {
                    screen.Complain("The two have no measured case in common, so there is nothing to compare.");
                    return ExitCode.Failed;
                }
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

    private static RatioTable Ratios(Comparand first, Comparand second) =>
        first.Sheet is { } a && second.Sheet is { } b
            ? RatioTable.Of(a, b)
            : CaseRatios.Of(
                CaseSummary.Summarize(first.Record!, Protocol.Current),
                CaseSummary.Summarize(second.Record!, Protocol.Current)
            );
}
