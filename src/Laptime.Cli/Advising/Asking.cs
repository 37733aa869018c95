using System.CommandLine;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Advising;

/// <summary>Turns a question that makes no sense into one sentence and the right exit code.</summary>
internal static class Asking
{
    /// <summary>Answers, or says what is wrong with the question.</summary>
    public static async Task<int> AnswerAsync(Screen screen, Command command, Func<Task<int>> answer)
    {
        try
        {
            return await answer();
        }
        catch (QuestionException e)
        {
            screen.Complain(e.Message);
            screen.Say($"Help: {HelpText.Path(command)} --help");
            return ExitCode.Usage;
        }
    }
}
