using System.CommandLine;
using System.CommandLine.Invocation;
using Laptime.Cli.Commands;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli;

/// <summary>
/// System.CommandLine parses; this invokes. Its own invocation returns 1 for usage errors, allows 2 s after Ctrl-C and
/// costs a third of the start.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        using Screen screen = Screen.Open();
        using Interruption interruption = new();
        try
        {
            ParseResult parsed = LaptimeCommand
                .Create(screen)
                .Parse(args.Length == 0 ? ["--help"] : LaptimeCommand.Expand(args));
            screen.IsVerbose |= parsed.GetValue(LaptimeCommand.Verbose);
            ChosenStore.Choose(parsed);
            int code =
                parsed.Errors.Count > 0 ? UsageError.Report(parsed, screen) : Invoke(parsed, interruption, screen);
            screen.Flush();
            return code;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Cancelled;
        }
        // The last stand: whatever nobody expected becomes one sentence and an exit code.
        catch (Exception exception)
        {
            screen.Report(exception);
            return ExitCode.Failed;
        }
    }

    private static int Invoke(ParseResult parsed, Interruption interruption, Screen screen)
    {
        switch (parsed.Action)
        {
            case SynchronousCommandLineAction action:
                return action.Invoke(parsed);
            case AsynchronousCommandLineAction action:
                using (interruption.Token.Register(SayStopping))
                {
                    return action.InvokeAsync(parsed, interruption.Token).GetAwaiter().GetResult();
                }
            default:
                throw new InvalidOperationException($"The command {parsed.CommandResult.Command.Name} does nothing.");
        }

        void SayStopping()
        {
            if (!screen.IsLent)
            {
                screen.Say("Stopping. Ctrl-C again stops at once.");
            }
        }
    }
}
