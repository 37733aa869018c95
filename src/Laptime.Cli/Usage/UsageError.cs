using System.CommandLine;
using System.CommandLine.Parsing;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Usage;

/// <summary>Says what is wrong with a command line: one sentence, a guess at what was meant, where to read on.</summary>
internal static class UsageError
{
    /// <summary>Reports the first error and returns the exit code.</summary>
    public static int Report(ParseResult parsed, Screen screen)
    {
        Command command = parsed.CommandResult.Command;
        return Report(command, Sentence(parsed, command, HelpText.Path(command)), screen);
    }

    /// <summary>Reports that options do not go together, say, and returns the exit code.</summary>
    public static int Report(Command command, string sentence, Screen screen)
    {
        screen.Complain(sentence);
        screen.Say($"Help: {HelpText.Path(command)} --help");
        return ExitCode.Usage;
    }

    private static string Sentence(ParseResult parsed, Command command, string path)
    {
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string word = parsed.UnmatchedTokens[0];
            bool isOption = word.StartsWith('-');
            string problem =
                isOption ? $"{path} has no option {word}."
                : command.Subcommands.Count > 0 ? $"There is no command '{path} {word}'."
                : $"{path} takes no argument '{word}'.";
            IEnumerable<string> known = isOption ? OptionNames(parsed.CommandResult) : CommandNames(command);
            return Suggestion.For(word, known) is { } meant ? $"{problem} Did you mean {meant}?" : problem;
        }
        ParseError error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            CommandResult when command.Subcommands.Count > 0 && command.Action is null =>
                $"Say what to do: {path} {string.Join('|', CommandNames(command))}.",
            // The parser's own sentence names a .NET type.
            OptionResult { Tokens: [var token, ..], Option: var option }
                when IsNumber(option.ValueType) && error.Message.StartsWith("Cannot parse", StringComparison.Ordinal) =>
                $"{option.Name} takes a number, not '{token.Value}'.",
            _ => error.Message,
        };
    }

    private static bool IsNumber(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return !bare.IsEnum && Type.GetTypeCode(bare) is (TypeCode.Int32 or TypeCode.Int64 or TypeCode.Double);
    }

    private static IEnumerable<string> CommandNames(Command command) =>
        command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name);

    private static IEnumerable<string> OptionNames(CommandResult? result)
    {
        for (; result is not null; result = result.Parent as CommandResult)
        {
            foreach (Option option in result.Command.Options)
            {
                yield return option.Name;
            }
        }
    }
}
