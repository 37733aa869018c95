using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Laptime.Core.Cases;

namespace Laptime.Cli.Tests.Commands;

/// <summary>Tests that measure run alone: beside others their launches would rightly be invalid.</summary>
[CollectionDefinition(nameof(QuietMachine), DisableParallelization = true)]
public sealed class QuietMachine;

/// <summary>Real measurements of a small network, as short as they get; the adapter is built if it was not yet.</summary>
[Collection(nameof(QuietMachine))]
public sealed partial class RunCommandTests : IDisposable
{
    private const string Small =
        "run --model mobilenetv2 --scenario infer --mode stock --image 64 --batch 1 --threads 1";

    private readonly TemporaryData data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("run --model resnet5", "--model cannot be 'resnet5': networks: resnet50, mobilenetv2,")]
    [InlineData("run --batch 0", "--batch cannot be '0': items per step, 1 or more, with commas between; or auto")]
    [InlineData("run --batch 8,auto", "--batch cannot be '8,auto': items per step")]
    [InlineData("run --threads 1,x", "--threads cannot be 'x'")]
    [InlineData("run --precision all,fp8", "--precision cannot be 'fp8'")]
    [InlineData("run --batch 1,x", "--batch cannot be '1,x'")]
    [InlineData("run --precision fp8", "--precision cannot be 'fp8': fp32, tf32, bf16, fp16")]
    [InlineData("run --threads 0", "--threads cannot be '0': threads within an operator, 1 or more")]
    [InlineData("run --budget -5s", "--budget cannot be '-5s': seconds, or 90s, 10m, 2h.")]
    [InlineData("run --tier gold", "--tier cannot be 'gold': quick, standard or certified.")]
    [InlineData("run --device gpu", "--device cannot be 'gpu': cpu, cuda or cuda:N.")]
    [InlineData(
        "run --scenario streaming",
        "--scenario cannot be 'streaming': train, infer (or offline), single-stream,"
    )]
    [InlineData("run --latency 100", "--latency cannot be '100': 50ms, 1s.")]
    [InlineData("run --rate -1", "--rate cannot be '-1': queries per second, above 0.")]
    [InlineData("run --clients 0", "--clients takes a whole number from 1, not '0'.")]
    [InlineData("run everything", "There is no suite called everything; there are quick, throughput, ai-benchmark")]
    public async Task Run_WrongArgument_SaysWhatItTakes(string line, string complaint)
    {
        Ended ended = await data.RunAsync(line.Split(' '));

        ended.ExitCode.ShouldBe(2);
        ended.Results.ShouldBeEmpty();
        ended.Notes.ShouldStartWith($"laptime: {complaint}");
        ended.Notes.ShouldEndWith("Help: laptime run --help\n");
    }

    [Fact]
    public async Task Run_PrecisionAll_SweepsWhatThereIsAndSkipsTheRestWithItsReason()
    {
        string picture = data.File("sweep.svg");

        Ended ended = await data.RunAsync($"{Small} --precision all --repeat 1 --budget 5s --out {picture}".Split(' '));

        ended.ExitCode.ShouldBeOneOf(0, 3); // 3: another process disturbed the launches
        ended.Results.ShouldContain("MobileNetV2 infer, classes 1000, image 64, batch 1, stock, 1 thread\n");
        ended.Results.ShouldMatch(@"\n(fp32|bf16) +([0-9]|invalid)");
        ended.Results.ShouldMatch(@"\ntf32 +skipped");
        ended.Results.ShouldContain("Processors have no tf32");
        ended.Results.ShouldContain("Outputs against fp32", customMessage: "bf16 was compared");
        ended.Notes.ShouldContain($"Wrote {picture}.");
        string drawn = await File.ReadAllTextAsync(picture, TestContext.Current.CancellationToken);
        XDocument.Parse(drawn).Root!.Name.LocalName.ShouldBe("svg");

        Ended shown = await data.RunAsync("results", "show", "--out", data.File("again.svg"));

        shown.Results.ShouldStartWith(ended.Results, customMessage: "the run shows its sweep again");
        (await File.ReadAllTextAsync(data.File("again.svg"), TestContext.Current.CancellationToken)).ShouldBe(drawn);
        using JsonDocument json = JsonDocument.Parse((await data.RunAsync("results", "show", "--json")).Results);
        JsonElement sweep = json.RootElement.GetProperty("sweeps").EnumerateArray().ShouldHaveSingleItem();
        JsonElement[] rows = [.. sweep.GetProperty("rows").EnumerateArray()];
        rows.Length.ShouldBe(Enum.GetValues<Precision>().Length);
        rows.Single(row => row.GetProperty("precision").GetString() == "bf16")
            .GetProperty("deviation")
            .GetProperty("relative_rms")
            .GetDouble()
            .ShouldBeInRange(1e-4, 0.2);
    }

    [Fact]
    public async Task Run_Resume_NothingToResume_SaysSo()
    {
        Ended ended = await data.RunAsync("run", "--resume");

        (ended.ExitCode, ended.Notes).ShouldBe((1, "laptime: No run can be resumed; start one with: laptime run\n"));
    }

    [Fact]
    public async Task Run_DryRun_StoresNothing()
    {
        Ended ended = await data.RunAsync("run", "throughput", "--dry-run");

        ended.ExitCode.ShouldBe(0);
        ended.Results.ShouldContain("bert-large/train/b4/fp32/tuned/");
        (await data.RunAsync("results", "list")).Results.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--latency 50ms", "--latency is the bound of --scenario server; add that.")]
    [InlineData("--scenario closed-loop --rate 10", "--rate is offered to --scenario server; add that.")]
    [InlineData("--scenario server --clients 2", "--clients are those of --scenario closed-loop; add that.")]
    [InlineData("--scenario multi-stream --batch 3", "A query of multi-stream has 8 samples, which --batch 3 does not")]
    public async Task Run_ServingOptionWithoutItsScenario_SaysWhatToAdd(string options, string complaint)
    {
        Ended ended = await data.RunAsync($"run {options}".Split(' '));

        ended.ExitCode.ShouldBe(2);
        ended.Notes.ShouldStartWith($"laptime: {complaint}");
    }

    [Fact]
    public async Task Run_ServingDryRun_FixesWhatIsNotGiven()
    {
        const string Line =
            "run --model bert-large,mobilenetv2 --mode stock --scenario server,closed-loop,multi-stream,offline --dry-run";

        Ended ended = await data.RunAsync(Line.Split(' '));

        ended.ExitCode.ShouldBe(0);
        string[] cases = [.. ended.Results.Split('\n').Where(line => line.Contains('/', StringComparison.Ordinal))];
        cases.Length.ShouldBe(8);
        cases.ShouldContain(id => id.StartsWith("bert-large/server/b1/") && id.EndsWith("/within1000ms"));
        cases.ShouldContain(id => id.StartsWith("mobilenetv2/server/b1/") && id.EndsWith("/within100ms"));
        cases.ShouldContain(id => id.StartsWith("mobilenetv2/closed-loop/b1/") && id.EndsWith("/clients4"));
        cases.ShouldContain(id => id.StartsWith("mobilenetv2/multi-stream/b8/"));
        cases.ShouldContain(id => id.StartsWith("mobilenetv2/infer/b2/"));
    }

    [Fact]
    public async Task Run_Serving_KeepsEveryQuery()
    {
        string line = Small.Replace("infer", "single-stream", StringComparison.Ordinal);

        Ended ended = await data.RunAsync($"{line} --repeat 1 --budget 6s --json".Split(' '));

        Assert.SkipWhen(ended.ExitCode == 3, $"the machine is too busy to measure: {ended.Notes}");
        ended.ExitCode.ShouldBe(0, ended.Notes);
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement serving = document.RootElement.GetProperty("results")[0].GetProperty("serving");
        int queries = serving.GetProperty("queries").GetInt32();
        serving.GetProperty("headline_percentile").GetDouble().ShouldBe(0.9);
        Ended export = await data.RunAsync("results", "export", "--format", "queries");
        export.Results.Trim().Split('\n').Length.ShouldBe(queries + 1);
        (await data.RunAsync("results", "show", "--raw")).Results.ShouldContain("p90");
    }

    [Fact]
    public async Task Run_Json_GivesTheFigureAndKeepsIt()
    {
        Ended ended = await data.RunAsync($"{Small} --repeat 2 --budget 6s --note mine --json".Split(' '));

        Assert.SkipWhen(ended.ExitCode == 3, $"the machine is too busy to measure: {ended.Notes}");
        ended.ExitCode.ShouldBe(0, ended.Notes);
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement result = document.RootElement.GetProperty("results").EnumerateArray().ShouldHaveSingleItem();
        result.GetProperty("items_per_second").GetDouble().ShouldBeInRange(5, 100_000);
        result.GetProperty("relative_half_width").GetDouble().ShouldBeGreaterThan(0);
        Ended shown = await data.RunAsync("results", "show", "--json");
        shown.Results.ShouldBe(ended.Results, "the same raw data gives the same figures");
        (await data.RunAsync("results", "show")).Results.ShouldContain("mine");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task Run_Interrupted_GoesOnWhereItStopped(string signal)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using Process process = Start($"{Small} --repeat 2 --budget 8s");
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(cancellationToken);
        } while (line is not null && !FirstTrial().IsMatch(line));
        line.ShouldNotBeNull("a trial ended");

        Ended second = await data.RunAsync("run", "--resume");
        (second.ExitCode, second.Results).ShouldBe((1, ""));
        second.Notes.ShouldContain("is under way in another process");

        (await data.BashAsync($"kill -{signal} {process.Id}")).ExitCode.ShouldBe(0);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(signal == "INT" ? 130 : 137);

        Ended resumed = await data.RunAsync("run", "--resume", "--json");

        // 3: another process disturbed the launches, which are there all the same.
        resumed.ExitCode.ShouldBeOneOf(0, 3);
        using JsonDocument export = JsonDocument.Parse((await data.RunAsync("results", "export")).Results);
        export.RootElement.GetProperty("status").GetString().ShouldBe("finished");
        int[] launches =
        [
            .. export
                .RootElement.GetProperty("trials")
                .EnumerateArray()
                .Select(t => t.GetProperty("launch").GetInt32()),
        ];
        launches.Length.ShouldBeGreaterThanOrEqualTo(2);
        // None is repeated; an invalid one may have been replaced.
        launches.ShouldBe(Enumerable.Range(1, launches.Length));
    }

    private Process Start(string line)
    {
        ProcessStartInfo start = new(LaptimeProcess.Path, line.Split(' '))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LAPTIME_DATA"] = data.Directory;
        return Process.Start(start)!;
    }

    /// <summary>The line that tells of the first trial's end.</summary>
    [GeneratedRegex(@"^\s+1\s+MobileNetV2 infer", RegexOptions.None, 1000)]
    private static partial Regex FirstTrial();
}
