using System.CommandLine;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime results</c>.</summary>
internal static class ResultsCommand
{
    public static Command Create(Screen screen) =>
        new DocumentedCommand(
            "results",
            "Shows, exports and imports what was measured.",
            new Example("laptime results list", "all runs, the latest first"),
            new Example("laptime results show", "the latest run"),
            new Example("laptime results export 0193 --out run.json", "a run with every raw sample")
        )
        {
            Subcommands =
            {
                ResultsListCommand.Create(screen),
                ResultsShowCommand.Create(screen),
                ResultsExportCommand.Create(screen),
                ResultsImportCommand.Create(screen),
                ResultsDeleteCommand.Create(screen),
                ResultsRestoreCommand.Create(screen),
            },
        };
}

/// <summary>How runs are named on the command line.</summary>
internal static class RunArguments
{
    /// <summary>One run, the latest unless another is named.</summary>
    public static readonly Argument<string> One = new("run")
    {
        Description = "Id, its beginning, or 'last'; the latest unless it is given",
        HelpName = "RUN",
        DefaultValueFactory = _ => "last",
    };

    /// <summary>One run or more.</summary>
    public static readonly Argument<string[]> Some = new("runs")
    {
        Description = "Ids, their beginnings, or 'last'",
        HelpName = "RUN…",
        Arity = ArgumentArity.OneOrMore,
    };
}
