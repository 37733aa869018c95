using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime run -- COMMAND</c>; in full <c>laptime run command -- COMMAND</c>.</summary>
internal static class RunAnyCommand
{
    private const string Name = "command";
    private const string EndOfOptions = "--";

    /// <summary>Puts in the name that people leave out: <c>run -- python train.py</c>.</summary>
    public static string[] Expand(string[] args) =>
        args is ["run", var next, ..] && args.Contains(EndOfOptions, StringComparer.Ordinal) && next.StartsWith('-')
            ? ["run", Name, .. args[1..]]
            : args;

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            Name,
            "Measures a command of your own: its steps per second, read from what it prints. Short: laptime run -- COMMAND",
            new Example("laptime run command -- python train.py", "steps/s, warm-up, memory, what was not training"),
            new Example(
                "laptime run command --items-per-step 32 --until-steady -- python train.py",
                "items/s, and stop once they are known to 2 %"
            ),
            new Example(
                "laptime run command --pattern 'done (?<step>[0-9]+)' -- ./train.sh",
                "where the count is not found by itself"
            )
        );
        Options options = new();
        options.AddTo(command);
        command.SetAction(
            (parse, _) =>
                options.WhyNot(parse) is { } objection
                    ? Task.FromResult(UsageError.Report(command, objection, screen))
                    : new CommandSession(screen, TimeProvider.System).RunAsync(options.Read(parse))
        );
        return command;
    }

    private sealed class Options
    {
        private const double DefaultTarget = 0.02;

        private readonly Argument<string[]> line = new("command line")
        {
            Description = "The command and its arguments, behind --",
            Arity = ArgumentArity.OneOrMore,
        };
        private readonly Option<int?> items = OptionValues.Count("--items-per-step", "Items of a step, for items/s");
        private readonly Option<string?> pattern = new("--pattern")
        {
            Description = "Regular expression with a group step (the count), and perhaps seconds (of a step)",
            HelpName = "REGEX",
        };
        private readonly Option<Seconds?> timeLimit = new("--time-limit")
        {
            Description = "Stop the command after this long: 90s, 30m, 2h",
            CustomParser = OptionValues.ParseSpan,
        };
        private readonly Option<Bytes?> memoryLimit = new("--memory-limit")
        {
            Description = "Stop it when it and its children hold more: 8G, 512MiB",
            CustomParser = ReadMemory,
        };
        private readonly Option<bool> untilSteady = new("--until-steady")
        {
            Description = "Stop it (as Ctrl-C does) once the interval is within --target",
        };
        private readonly Option<double?> target = new("--target")
        {
            Description = "Half-width of the interval for --until-steady: 2% unless given",
            HelpName = "PERCENT",
            CustomParser = ReadTarget,
        };
        private readonly Option<string?> json = new("--json")
        {
            Description = "Write the result as JSON to a file; standard output is the command's",
            HelpName = "FILE",
        };
        private readonly Option<bool> quiet = new("--quiet")
        {
            Description = "Say nothing when the command has ended.",
        };
        private readonly Option<string?> note = new("--note") { Description = "A note to keep with the run" };

        public void AddTo(Command command)
        {
            command.Arguments.Add(line);
            Option[] all = [items, pattern, timeLimit, memoryLimit, untilSteady, target, json, quiet, note];
            foreach (Option option in all)
            {
                command.Options.Add(option);
            }
        }

        /// <summary>Why the command line cannot be meant; null if it can.</summary>
        public string? WhyNot(ParseResult parse)
        {
            int end = parse.Tokens.ToList().FindIndex(token => token.Type == TokenType.DoubleDash);
            if (end < 0)
            {
                return "Write -- before the command, so that its options are not taken for ours: laptime run -- python train.py";
            }
            int behind = parse.Tokens.Count - end - 1;
            int words = parse.GetRequiredValue(line).Length;
            return words > behind
                    ? $"'{parse.GetRequiredValue(line)[0]}' stands before the --; the command begins behind it."
                : parse.GetValue(target) is not null && !parse.GetValue(untilSteady)
                    ? "--target belongs to --until-steady."
                : null;
        }

        public CommandOptions Read(ParseResult parse) =>
            new()
            {
                Line = [.. parse.GetRequiredValue(line)],
                ItemsPerStep = parse.GetValue(items) ?? 1,
                Pattern = parse.GetValue(pattern),
                TimeLimit = parse.GetValue(timeLimit),
                MemoryLimit = parse.GetValue(memoryLimit),
                SteadyTarget = parse.GetValue(untilSteady) ? parse.GetValue(target) ?? DefaultTarget : null,
                JsonPath = parse.GetValue(json),
                IsQuiet = parse.GetValue(quiet),
                Note = parse.GetValue(note),
            };

        private static Bytes? ReadMemory(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            // 8G, as docker and ulimit take it.
            Bytes? value = Amounts.Memory(text) ?? Amounts.Memory($"{text}iB");
            if (value is null)
            {
                result.AddError($"--memory-limit cannot be '{text}': 8G, 512MiB, 16GB.");
            }
            return value;
        }

        private static double? ReadTarget(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            if (
                double.TryParse(
                    text.TrimEnd('%', ' '),
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out double percent
                ) && percent is >= 0.3 and <= 50
            )
            {
                return percent / 100;
            }
            // Below the floor of every interval nothing would ever stop.
            result.AddError($"--target cannot be '{text}': a percentage from 0.3 to 50.");
            return null;
        }
    }
}
