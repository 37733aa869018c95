using System.CommandLine;
using Laptime.Cli.Running;
using Laptime.Launch;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime worker</c>: the fresh process of one trial. Called by the program itself, so help does not show it.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        Argument<string> adapter = new("adapter") { Description = "The adapter's shared library." };
        Command command = new("worker", "Measures one case; started by the program itself.") { Hidden = true };
        command.Arguments.Add(adapter);
        command.SetAction(
            async (parse, cancellationToken) =>
            {
                await using Stream output = WorkerOutput.Claim();
                await using Stream input = Console.OpenStandardInput();
                string path = parse.GetRequiredValue(adapter);
                return await WorkerHost.RunAsync(
                    input,
                    output,
                    (request, progress, token) => Worker.Measure(path, request, progress, token),
                    parentGone: () => Environment.Exit(ExitCode.Cancelled),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
