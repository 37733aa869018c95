using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime doctor</c>.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Build = new("--build")
    {
        Description = "Build the adapter for libtorch now rather than with the first run.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "doctor",
            "Says whether this machine can measure, what is missing, and the command that mends it.",
            new Example("laptime doctor", "libtorch, compiler, adapter, results"),
            new Example("laptime doctor --build", "prepare everything, measure nothing")
        )
        {
            Options = { Build, ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                bool isBuilt = !parsed.GetValue(Build) || await BuildAsync(screen, cancellationToken);
                Task<ImmutableArray<DoctorLine>> engine = new Doctor(EngineEnvironment.Current).ExamineAsync(
                    cancellationToken
                );
                ImmutableArray<DoctorLine> data = await DataCheck.ExamineAsync(TimeProvider.System, cancellationToken);
                ImmutableArray<DoctorLine> lines = [.. await engine, .. data];
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    DoctorReport.WriteJson(lines, screen);
                }
                else
                {
                    DoctorReport.Write(lines, screen);
                }
                return isBuilt && DoctorReport.CanRun(lines) ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return command;
    }

    /// <summary>False, and a word of complaint, if it could not be built; what is missing besides, the examination says.</summary>
    private static async Task<bool> BuildAsync(Screen screen, CancellationToken cancellationToken)
    {
        try
        {
            LibtorchSearch search = await Engine.FindAsync(cancellationToken);
            await Engine.PrepareAsync(search.Require(), screen, cancellationToken);
            return true;
        }
        catch (EngineException e)
        {
            screen.Complain(e.Message.ReplaceLineEndings(" "));
            return false;
        }
    }
}
