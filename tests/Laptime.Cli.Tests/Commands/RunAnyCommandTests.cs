using System.Text.Json;
using Laptime.Cli.Commands;

namespace Laptime.Cli.Tests.Commands;

/// <summary><c>laptime run -- COMMAND</c>, as its users start it.</summary>
public sealed class RunAnyCommandTests : IDisposable
{
    // Fifty steps of 20 ms, drawn as a bar.
    private const string Training =
        "for i in $(seq 0 50); do printf '\\rtrain: %d%%|###| %d/50 [00:00<00:01, 50.0it/s]' $((i*2)) $i >&2; sleep 0.02; done; echo >&2";

    private readonly TemporaryData data = new();

    [Fact]
    public async Task Run_AnyBytes_PassUnchanged()
    {
        byte[] bytes = new byte[3_000_000];
        new Random(5).NextBytes(bytes);
        await File.WriteAllBytesAsync(data.File("in"), bytes, TestContext.Current.CancellationToken);

        Ended ended = await data.BashAsync(
            "$laptime run --quiet -- cat in > out; cmp in out && printf 'no end' | $laptime run --quiet -- cat"
        );

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldBe("no end");
        ended.Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sh -c 'exit 7'", 7)]
    [InlineData("sh -c 'kill -9 $$'", 137)]
    [InlineData("no-such-program-anywhere", 127)]
    [InlineData("/etc/passwd", 126)]
    public async Task Run_AnyEnd_ItsExitCode(string command, int code) =>
        (await data.BashAsync($"$laptime run --quiet -- {command}")).ExitCode.ShouldBe(code);

    [Fact]
    public async Task Run_BothStreamsToOnePlace_InTheirOrder() =>
        (
            await data.BashAsync("$laptime run --quiet -- sh -c 'for i in 1 2 3; do echo o$i; echo e$i >&2; done' 2>&1")
        ).Results.ShouldBe("o1\ne1\no2\ne2\no3\ne3\n");

    [Fact]
    public async Task Run_Environment_AsItIs() =>
        (
            await data.BashAsync(
                "env | grep -v ^_= | sort > a; $laptime run --quiet -- env | grep -v ^_= | sort > b; cmp a b"
            )
        ).ExitCode.ShouldBe(0);

    [Fact]
    public async Task Run_ReaderGone_CommandLearnsIt() =>
        (await data.BashAsync("$laptime run --quiet -- yes | head -1; echo ${PIPESTATUS[0]}")).Results.ShouldBe(
            "y\n141\n"
        );

    [Fact]
    public async Task Run_Bar_StepsPerSecondStoredAndShown()
    {
        await File.WriteAllTextAsync(data.File("train.sh"), Training, TestContext.Current.CancellationToken);

        Ended ended = await data.BashAsync(
            "$laptime run --items-per-step 8 --json out.json -- bash train.sh --token abc"
        );

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldBeEmpty();
        using JsonDocument json = JsonDocument.Parse(
            await File.ReadAllTextAsync(data.File("out.json"), TestContext.Current.CancellationToken)
        );
        json.RootElement.GetProperty("schema").GetString().ShouldBe("laptime.command/1");
        json.RootElement.GetProperty("recogniser").GetString().ShouldBe("tqdm");
        json.RootElement.GetProperty("steps").GetInt64().ShouldBe(50);
        double rate = json.RootElement.GetProperty("steps_per_second").GetDouble();
        rate.ShouldBeInRange(5, 50);
        json.RootElement.GetProperty("items_per_second").GetDouble().ShouldBe(8 * rate, 1e-9);
        json.RootElement.GetProperty("command").GetString().ShouldBe("bash train.sh --token (left out)");

        Ended shown = await data.RunAsync("results", "show");
        shown.Results.ShouldContain("Steps/s");
        shown.Results.ShouldContain("by the recogniser tqdm");
        shown.Results.Split('\n').ShouldAllBe(line => line.Length <= 80);
        (await data.RunAsync("results", "export")).Results.ShouldNotContain("train.sh");
        (await data.RunAsync("results", "export", "--with-names")).Results.ShouldContain("train.sh");
    }

    [Fact]
    public async Task Run_NothingRecognised_WallTimeAndAPatternThatWorks()
    {
        const string command = "sh -c 'for i in 1 2 3 4; do echo round $i over; sleep 0.1; done'";

        Ended ended = await data.BashAsync($"$laptime run -- {command}");

        ended.Notes.ShouldContain("No steps were recognised");
        ended.Notes.ReplaceLineEndings(" ").ShouldContain("--pattern 'round (?<step>[0-9]+)'");
        Ended again = await data.BashAsync($"$laptime run --pattern 'round (?<step>[0-9]+)' -- {command}");
        again.Notes.ShouldContain("by the recogniser pattern");
    }

    [Theory]
    [InlineData("--time-limit 0.5", "sleep 20", 124, "stopped at its time limit")]
    [InlineData(
        "--memory-limit 64MiB",
        "bash -c 'a=$(head -c 200M /dev/zero | tr \"\\\\0\" x); sleep 20'",
        137,
        "stopped at its memory limit"
    )]
    public async Task Run_Limit_StoppedAndNamed(string limit, string command, int code, string said)
    {
        Ended ended = await data.BashAsync($"$laptime run {limit} -- {command}");

        ended.ExitCode.ShouldBe(code, ended.Notes);
        ended.Notes.ShouldContain(said);
    }

    [Fact]
    public async Task Run_UntilSteady_StopsWellBeforeTheEnd()
    {
        Ended ended = await data.BashAsync(
            "$laptime run --until-steady --target 10% --time-limit 60 -- bash -c 'for i in $(seq 1 100000); do echo step $i; sleep 0.01; done'"
        );

        ended.ExitCode.ShouldBe(0, ended.Notes);
        ended.Notes.ShouldContain("known well enough");
    }

    [Theory]
    [InlineData("run command ls", "Write -- before the command")]
    [InlineData("run command x -- ls", "stands before the --")]
    [InlineData("run --target 1% -- ls", "--target belongs to --until-steady")]
    [InlineData("run --pattern x -- ls", "no group called step")]
    [InlineData("run --memory-limit many -- ls", "--memory-limit cannot be 'many'")]
    public async Task Run_LineMakesNoSense_SaysSo(string line, string said)
    {
        Ended ended = await data.BashAsync($"$laptime {line}");

        ended.ExitCode.ShouldBe(ExitCode.Usage);
        ended.Notes.ShouldContain(said);
    }

    [Theory]
    [InlineData("run -- ls", "run command -- ls")]
    [InlineData("run --quiet -- ls", "run command --quiet -- ls")]
    [InlineData("run quick", "run quick")]
    [InlineData("run --tier standard", "run --tier standard")]
    [InlineData("run command -- ls", "run command -- ls")]
    public void Expand_Line_NamePutIn(string line, string expanded) =>
        string.Join(' ', RunAnyCommand.Expand(line.Split(' '))).ShouldBe(expanded);

    public void Dispose() => data.Dispose();
}
