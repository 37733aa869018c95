using System.CommandLine;
using System.CommandLine.Invocation;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime version</c> and <c>laptime --version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create(Screen screen)
    {
        return new DocumentedCommand(
            "version",
            "Says which program this is.",
            new Example("laptime version", "version and runtime"),
            new Example("laptime version --json", "the same, for programs")
        )
        {
            Options = { ReadingOptions.Json },
            Action = Action(screen),
        };
    }

    public static CommandLineAction Action(Screen screen) => new WriteVersion(screen);

    private sealed class WriteVersion(Screen screen) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.GetValue(ReadingOptions.Json))
            {
                WriteJson();
            }
            else
            {
                string commit = ProgramVersion.Commit is { } hash ? $" ({hash[..7]})" : "";
                screen.Results.WriteLine($"laptime {ProgramVersion.Number}{commit}, .NET {Environment.Version}");
            }
            return ExitCode.Done;
        }

        private void WriteJson() =>
            JsonReport.Write(
                json =>
                {
                    json.WriteString("version", ProgramVersion.Number);
                    json.WriteString("commit", ProgramVersion.Commit);
                    json.WriteString("runtime_version", Environment.Version.ToString());
                },
                screen
            );
    }
}
