using System.CommandLine;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime worker</c>: the fresh process of one trial. Called by the program itself, so help does not show it.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        Command command = new("worker", "Measures one case; started by the program itself.") { Hidden = true };
        command.SetAction(
            Task<int> (_, _) => throw new NotSupportedException("This build cannot measure: it has no workloads.")
        );
        return command;
    }
}
