using System.CommandLine;
using System.CommandLine.Invocation;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Usage;

/// <summary>Help: what the command is for, examples, then the rest. Loops rather than LINQ keep it off the just-in-time compiler.</summary>
internal sealed class HelpText(Screen screen) : SynchronousCommandLineAction
{
    /// <summary>Asking for help is never wrong, whatever else is on the line.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>The words that call the command: <c>laptime results list</c>.</summary>
    public static string Path(Command command)
    {
        string path = command.Name;
        for (Command? parent = Parent(command); parent is not null; parent = Parent(parent))
        {
            path = $"{parent.Name} {path}";
        }
        return path;
    }

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        foreach (string line in Prose.Wrap(command.Description ?? "", screen.Width))
        {
            screen.Results.WriteLine(line);
        }
        WriteExamples(command);
        WriteUsage(command);
        WriteArguments(command);
        WriteCommands(command);
        WriteOptions(command);
        return ExitCode.Done;
    }

    private static Command? Parent(Symbol symbol)
    {
        foreach (Symbol parent in symbol.Parents)
        {
            if (parent is Command command)
            {
                return command;
            }
        }
        return null;
    }

    private static string Placeholder(Option option)
    {
        if (option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool))
        {
            return option.Name;
        }
        return $"{option.Name} <{option.HelpName ?? option.Name.TrimStart('-')}>";
    }

    private void WriteExamples(Command command)
    {
        if (command is not DocumentedCommand { Examples: { Count: > 0 } examples })
        {
            return;
        }
        int longest = 0;
        foreach (Example example in examples)
        {
            longest = Math.Max(longest, example.Line.Length);
        }
        if (longest > screen.Width / 2)
        {
            WriteExamplesOneBelowTheOther(examples);
            return;
        }
        Table table = new(new Column(""), new Column(""), new Column("", Wraps: true));
        foreach (Example example in examples)
        {
            table.Add("", example.Line, new Cell(example.Meaning, Style.Dim));
        }
        WriteSection("Examples", table);
    }

    private void WriteExamplesOneBelowTheOther(IReadOnlyList<Example> examples)
    {
        const string Indent = "      ";
        screen.Results.WriteLine();
        screen.Results.WriteLine(screen.Ink.Write("Examples", Style.Bold));
        foreach (Example example in examples)
        {
            screen.Results.WriteLine($"  {example.Line}");
            foreach (string line in Prose.Wrap(example.Meaning, screen.Width - Indent.Length))
            {
                screen.Results.WriteLine(Indent + screen.Ink.Write(line, Style.Dim));
            }
        }
    }

    private void WriteUsage(Command command)
    {
        string usage = Path(command);
        foreach (Argument argument in command.Arguments)
        {
            string name = argument.HelpName ?? argument.Name;
            usage += argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" <{name}>";
        }
        // A command that does something by itself needs none of its subcommands.
        usage += command.Subcommands.Count > 0 && command.Action is null ? " <command> [options]" : " [options]";
        screen.Results.WriteLine();
        screen.Results.WriteLine($"{screen.Ink.Write("Usage", Style.Bold)}");
        screen.Results.WriteLine($"  {usage}");
    }

    private void WriteArguments(Command command)
    {
        Table table = NewTable();
        foreach (Argument argument in command.Arguments)
        {
            table.Add("", $"<{argument.HelpName ?? argument.Name}>", argument.Description);
        }
        WriteSection("Arguments", table);
    }

    private void WriteCommands(Command command)
    {
        Table table = NewTable();
        foreach (Command child in command.Subcommands)
        {
            if (!child.Hidden)
            {
                table.Add("", child.Name, child.Description);
            }
        }
        WriteSection("Commands", table);
    }

    private void WriteOptions(Command command)
    {
        Table table = NewTable();
        for (Command? owner = command; owner is not null; owner = Parent(owner))
        {
            foreach (Option option in owner.Options)
            {
                if (!option.Hidden && (owner == command || option.Recursive))
                {
                    table.Add("", Placeholder(option), option.Description);
                }
            }
        }
        WriteSection("Options", table);
    }

    private static Table NewTable() => new(new Column(""), new Column(""), new Column("", Wraps: true));

    private void WriteSection(string title, Table table)
    {
        if (table.IsEmpty)
        {
            return;
        }
        screen.Results.WriteLine();
        screen.Results.WriteLine(screen.Ink.Write(title, Style.Bold));
        table.Write(screen);
    }
}
