using System.CommandLine;
using System.CommandLine.Parsing;
using Laptime.Cli.Commands;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Tests.Usage;

/// <summary>Keeps the help of all commands true, whichever are added.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly Screen screen = Screen.Open();

    [Fact]
    public void Examples_AllParse()
    {
        Command laptime = LaptimeCommand.Create(screen);
        List<Example> examples =
        [
            .. Commands(laptime).OfType<DocumentedCommand>().SelectMany(command => command.Examples),
        ];

        examples.ShouldNotBeEmpty();
        foreach (Example example in examples)
        {
            example.Line.ShouldStartWith("laptime ");
            string[] words = [.. CommandLineParser.SplitCommandLine(example.Line["laptime ".Length..])];
            laptime.Parse(LaptimeCommand.Expand(words)).Errors.ShouldBeEmpty(example.Line);
        }
    }

    [Fact]
    public void Commands_AllHaveExamplesAndDescriptions()
    {
        foreach (Command command in Commands(LaptimeCommand.Create(screen)).Where(command => !command.Hidden))
        {
            DocumentedCommand documented = command.ShouldBeOfType<DocumentedCommand>();
            documented.Examples.ShouldNotBeEmpty(command.Name);
            documented.Description.ShouldNotBeNullOrEmpty();
            command.Options.ShouldAllBe(option => !string.IsNullOrEmpty(option.Description));
            command.Arguments.ShouldAllBe(argument => !string.IsNullOrEmpty(argument.Description));
        }
    }

    public void Dispose() => screen.Dispose();

    private static IEnumerable<Command> Commands(Command command) =>
        command.Subcommands.SelectMany(Commands).Prepend(command);
}
