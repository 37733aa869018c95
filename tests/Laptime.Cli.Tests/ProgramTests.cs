using System.Text.Json;

namespace Laptime.Cli.Tests;

public class ProgramTests
{
    [Fact]
    public async Task NoArguments_WritesHelpToStandardOutput()
    {
        Ended ended = await LaptimeProcess.RunAsync();

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldContain("Examples");
        ended.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Help_FitsEightyColumnsAndEndsNoLineInBlanks()
    {
        Ended ended = await LaptimeProcess.RunAsync("--help");

        string[] lines = ended.Results.Split('\n');
        lines.ShouldAllBe(line => line.Length <= 80);
        lines.ShouldAllBe(line => !line.EndsWith(' '));
    }

    [Fact]
    public async Task Help_OfACommand_WinsOverAnError()
    {
        Ended ended = await LaptimeProcess.RunAsync("version", "--nonsense", "--help");

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldContain("laptime version [options]");
    }

    [Theory]
    [InlineData("There is no command 'laptime verison'. Did you mean version?", "verison")]
    [InlineData("There is no command 'laptime xyzzy'.", "xyzzy")]
    [InlineData("laptime version has no option --jsn. Did you mean --json?", "version", "--jsn")]
    [InlineData("laptime version takes no argument 'now'.", "version", "now")]
    public async Task Nonsense_IsAUsageErrorInOneSentence(string sentence, params string[] arguments)
    {
        Ended ended = await LaptimeProcess.RunAsync(arguments);

        ended.ExitCode.ShouldBe(2);
        ended.Results.ShouldBeEmpty();
        ended.Notes.Split('\n')[0].ShouldBe($"laptime: {sentence}");
        ended.Notes.ShouldContain(" --help");
    }

    [Fact]
    public async Task Version_AsOptionAndCommand_IsTheSame()
    {
        Ended option = await LaptimeProcess.RunAsync("--version");
        Ended command = await LaptimeProcess.RunAsync("version");

        option.ExitCode.ShouldBe(0);
        option.Results.ShouldStartWith("laptime 0.");
        command.Results.ShouldBe(option.Results);
    }

    [Fact]
    public async Task VersionJson_IsOneDocument()
    {
        Ended ended = await LaptimeProcess.RunAsync("version", "--json");

        using JsonDocument document = JsonDocument.Parse(ended.Results);
        document.RootElement.GetProperty("runtime_version").GetString().ShouldBe(Environment.Version.ToString());
    }

    [Fact]
    public async Task Results_ThatCannotBeWritten_AreAFailure()
    {
        Ended ended = await LaptimeProcess.BashAsync("$laptime --help > /dev/full");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldContain("No space left on device");
        ended.Notes.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Failure_WithDebugSwitch_ComesWithDetails()
    {
        Ended ended = await LaptimeProcess.BashAsync("LAPTIME_DEBUG=1 $laptime --help > /dev/full");

        ended.ExitCode.ShouldBe(1);
        ended.Notes.ShouldContain("   at ");
    }

    [Fact]
    public async Task ReaderThatHasGone_IsNoFailure()
    {
        Ended ended = await LaptimeProcess.BashAsync("{ sleep 0.1; $laptime --help; echo ended $? >&2; } | true");

        ended.Notes.ShouldBe("ended 0\n");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1 ", false)]
    [InlineData("TERM=dumb ", false)]
    public async Task Help_OnATerminal_IsColouredUnlessRefused(string setting, bool isColoured)
    {
        Ended ended = await LaptimeProcess.BashAsync($"{setting}script -qec \"$laptime --help\" /dev/null");

        ended.Results.ShouldContain("Examples");
        ended.Results.Contains("\e[1m", StringComparison.Ordinal).ShouldBe(isColoured);
    }

    [Fact]
    public async Task Help_InAPipe_HasNoEscapeSequences()
    {
        Ended ended = await LaptimeProcess.RunAsync("--help");

        ended.Results.ShouldNotContain("\e");
    }
}
