using System.CommandLine;
using System.CommandLine.Help;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Commands;

/// <summary>The program itself: its commands and what all of them understand.</summary>
internal static class LaptimeCommand
{
    /// <summary>Shows a failure with all its details.</summary>
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show a failure with all its details.",
        Recursive = true,
    };

    /// <summary>Puts in the names of commands that people leave out.</summary>
    public static string[] Expand(string[] args) => RunScriptCommand.Expand(RunAnyCommand.Expand(args));

    public static Command Create(Screen screen)
    {
        HelpText help = new(screen);
        DocumentedCommand command = new(
            "laptime",
            "Measures how fast this machine trains and runs real neural networks.",
            new Example("laptime run", "measure this machine, in three minutes")
        );
        command.Options.Add(
            new HelpOption("--help", "-h")
            {
                Description = "Show help for any command.",
                Action = help,
                Recursive = true,
            }
        );
        command.Options.Add(
            new VersionOption("--version") { Description = "Show the version.", Action = VersionCommand.Action(screen) }
        );
        command.Options.Add(Verbose);
        command.Subcommands.Add(ChosenStore.In(RunCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(ResultsCommand.Create(screen)));
        command.Subcommands.Add(StoreCommand.Create(screen));
        command.Subcommands.Add(KeyCommand.Create(screen));
        command.Subcommands.Add(ChosenStore.In(RankCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(CompareCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(ReportCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(ServeCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(PushCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(PullCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(TokenCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(CostCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(FrontierCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(RecommendCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(PlanCommand.Create(screen)));
        command.Subcommands.Add(ChosenStore.In(WorthCommand.Create(screen)));
        command.Subcommands.Add(CatalogCommand.Create(screen));
        command.Subcommands.Add(BenchInputCommand.Create(screen));
        command.Subcommands.Add(ProbeCommand.Create(screen));
        command.Subcommands.Add(ChosenStore.In(DoctorCommand.Create(screen)));
        command.Subcommands.Add(VersionCommand.Create(screen));
        command.Subcommands.Add(WorkerCommand.Create());
        command.Subcommands.Add(ConditionCommand.Create(screen));
        command.Subcommands.Add(RoofCommand.Create());
        return command;
    }
}
