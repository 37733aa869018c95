using System.CommandLine;
using Laptime.Cli.Roofs;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Laptime.Launch;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime roof</c>: measures one roof once, in a process of its own. Called by the program itself.</summary>
internal static class RoofCommand
{
    public static Command Create()
    {
        Argument<string> subject = new("subject") { Description = "The roof, as matmul/fp32/cpu/t2." };
        Argument<double> seconds = new("seconds") { Description = "Time for it." };
        Argument<string> adapter = new("adapter") { Description = "The adapter's shared library, or nothing." };
        Argument<string> directory = new("directory") { Description = "Directory on the disk to read from." };
        Command command = new("roof", "Measures one roof; started by the program itself.")
        {
            Hidden = true,
            Arguments = { subject, seconds, adapter, directory },
        };
        command.SetAction(
            async (parse, cancellationToken) =>
            {
                await using Stream output = WorkerOutput.Claim();
                RoofSubject? parsed = RoofSubject.TryParse(parse.GetRequiredValue(subject));
                if (parsed is null)
                {
                    return ExitCode.Usage;
                }
                RoofReading reading = new RoofWorker(
                    parse.GetRequiredValue(adapter),
                    parse.GetRequiredValue(directory)
                ).Measure(parsed, new Seconds(parse.GetRequiredValue(seconds)));
                await output.WriteAsync(RoofMessage.Write(reading), cancellationToken);
                return ExitCode.Done;
            }
        );
        return command;
    }
}
