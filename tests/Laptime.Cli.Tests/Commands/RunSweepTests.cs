using System.Diagnostics;
using System.Text.Json;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Launch;
using Laptime.Testing;
using Laptime.Torch.Engine;
using Laptime.Workloads;
using Case = Laptime.Core.Cases.Case;
using WorkerCommand = Laptime.Launch.WorkerCommand;

namespace Laptime.Cli.Tests.Commands;

/// <summary>Sweeps and the search for a batch as their users see them.</summary>
[Collection(nameof(QuietMachine))]
public sealed class RunSweepTests : IDisposable
{
    // Four items of the network below, which weigh some 100 MB each, and half an item. Tuned, because glibc's heap falls into
    // other pieces in each process.
    private const string Limit = "ulimit -d 1100000 -c 0";
    private const string LimitAndHalfAnItem = "ulimit -d 1150000 -c 0";
    private const string Network = "--model mobilenetv2 --scenario train --mode tuned --image 256 --threads 1";

    private readonly TemporaryData data = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("--batch 1,2 --out sweep.png", "--out takes a file that ends in .svg, not 'sweep.png'.")]
    [InlineData("--batch 1,2 --out nowhere/sweep.svg", "There is no directory for nowhere/sweep.svg; make it first.")]
    [InlineData("--batch 1 --out sweep.svg", "--out draws a sweep: give --batch, --precision or --threads several")]
    [InlineData("--batch 1,2 --out results.svg", "results.svg is there already; --force replaces it.")]
    public async Task Run_PictureThatCannotBe_IsRefusedBeforeAnythingIsMeasured(string options, string complaint)
    {
        await File.WriteAllTextAsync(data.File("results.svg"), "mine", Token);

        Ended ended = await data.BashAsync($"$laptime run {options}");

        (ended.ExitCode, ended.Results).ShouldBe((2, ""));
        ended.Notes.ShouldStartWith($"laptime: {complaint}");
        (await data.RunAsync("results", "list")).Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_DryRun_ShowsTheCrossedAxes()
    {
        Ended ended = await data.BashAsync(
            "$laptime run --model resnet50 --scenario infer --mode stock --batch 1,8 --precision all --threads 1,2 --dry-run"
        );

        ended.ExitCode.ShouldBe(0, ended.Notes);
        ended.Results.ShouldContain("resnet50/infer/b8/tf32/stock/");
        ended.Results.ShouldContain($"{2 * 2 * Enum.GetValues<Precision>().Length} cases");
    }

    [Fact]
    public async Task Run_DryRunOfASearch_SaysWhatItWouldSearch()
    {
        Ended ended = await data.BashAsync($"{Limit}; $laptime run {Network} --batch auto --dry-run");

        ended.ExitCode.ShouldBe(0, ended.Notes);
        ended.Results.ShouldContain("mobilenetv2/train/b?/fp32/tuned/");
        string text = ended.Results.ReplaceLineEndings(" ");
        text.ShouldContain("1, 2, 4, … until one does not fit");
        text.ShouldContain("data of 1.05 GiB (ulimit -d)");
        (await data.RunAsync("results", "list")).Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_BatchAutoUnderALimit_FindsTheEdgeExactlyAndLeavesNothing()
    {
        // Stopped after its second try …
        using Process process = Start($"{Limit}; exec $laptime run {Network} --batch auto --repeat 1 --budget 60s");
        string? line;
        List<string> said = [];
        do
        {
            line = await process.StandardError.ReadLineAsync(Token);
            said.Add(line ?? "");
        } while (line is not null && !line.Contains("batch 2: fits", StringComparison.Ordinal));
        line.ShouldNotBeNull(string.Join('\n', said));
        (await data.BashAsync($"kill -INT {process.Id}")).ExitCode.ShouldBe(0);
        await process.WaitForExitAsync(Token);
        process.ExitCode.ShouldBe(130);
        LeftBehind().ShouldBeEmpty();

        // … it goes on with the third.
        Ended ended = await data.BashAsync($"{Limit}; $laptime run --resume --json");

        new[] { 0, 3 }.ShouldContain(ended.ExitCode, ended.Notes); // 3: another process disturbed the launch
        ended.Notes.ShouldNotContain("batch 2: fits");
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement search = document.RootElement.GetProperty("batch_searches").EnumerateArray().ShouldHaveSingleItem();
        int[] tried = [.. search.GetProperty("tried").EnumerateArray().Select(t => t.GetProperty("batch").GetInt32())];
        tried[..3].ShouldBe([1, 2, 4]);
        tried.ShouldBeUnique();
        int largest = ExactlyLargest(search);
        tried.ShouldContain(largest + 1);
        document
            .RootElement.GetProperty("results")[0]
            .GetProperty("case")
            .GetProperty("batch")
            .GetInt32()
            .ShouldBe(search.GetProperty("best_batch").GetInt32());
        (await data.RunAsync("results", "show")).Results.ShouldContain(
            $"Largest batch that fits: {largest} ({largest + 1}"
        );

        // The edge is where it says: whole trials under the same limit. What a process takes beside its tensors differs from
        // one to the next by part of an item, so where an item ends just at the limit two may disagree: not half an item on.
        if (!await IsEdgeAsync(largest, Limit))
        {
            ended = await data.BashAsync(
                $"{LimitAndHalfAnItem}; $laptime run {Network} --batch auto --repeat 1 --budget 60s --json"
            );
            using JsonDocument again = JsonDocument.Parse(ended.Results);
            largest = ExactlyLargest(again.RootElement.GetProperty("batch_searches")[0]);
            (await IsEdgeAsync(largest, LimitAndHalfAnItem)).ShouldBeTrue(ended.Notes);
        }
        LeftBehind().ShouldBeEmpty();
        Directory.GetFiles(data.Directory).Select(Path.GetFileName).ShouldAllBe(name => name!.StartsWith("results.db"));
    }

    private static int ExactlyLargest(JsonElement search)
    {
        search.GetProperty("is_exact").GetBoolean().ShouldBeTrue();
        return search.GetProperty("largest_batch").GetInt32();
    }

    private static async Task<bool> IsEdgeAsync(int batch, string limit) =>
        await TrialAsync(batch, limit) is TrialOutcome.Measured
        && await TrialAsync(batch + 1, limit) is TrialOutcome.Failed;

    private static async Task<TrialOutcome> TrialAsync(int batch, string limit)
    {
        LibtorchBuild libtorch = (await new LibtorchFinder(EngineEnvironment.Current).FindAsync(Token)).Require();
        string adapter = new AdapterBuilder(EngineEnvironment.Current).FindBuilt(libtorch)!.Path;
        LocalLauncher launcher = new(
            new WorkerCommand
            {
                Program = "bash",
                Arguments = ["-c", $"{limit}; exec \"$0\" worker \"$1\"", LaptimeProcess.Path, adapter],
                Environment = @case =>
                    ProcessSettings
                        .Environment(@case, [])
                        .Add("DOTNET_TieredCompilation", "0")
                        .ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.Ordinal),
                HardLimit = _ => TimeSpan.FromMinutes(1),
            },
            TimeProvider.System
        );
        Case @case = new()
        {
            Workload = "mobilenetv2",
            Scenario = Scenario.Train,
            Batch = batch,
            Precision = Precision.Fp32,
            Mode = Mode.Tuned,
            Device = DeviceName.Cpu,
            Threads = 1,
            Shape = WorkloadDefinition.All["mobilenetv2"].Shape.SetItem("image", 256),
        };
        TrialRequest request = Some.Request() with { Case = @case, Budget = new Seconds(0.5) };
        return (await launcher.LaunchAsync(request, progress: null, Token)).Outcome;
    }

    /// <summary>Processes that work in this test's directory still, by what they were called with.</summary>
    private string[] LeftBehind()
    {
        List<string> left = [];
        foreach (string process in Directory.GetDirectories("/proc").Where(p => char.IsDigit(p[^1])))
        {
            try
            {
                if (
                    File.ReadAllText($"{process}/environ")
                        .Contains($"LAPTIME_DATA={data.Directory}\0", StringComparison.Ordinal)
                )
                {
                    left.Add(File.ReadAllText($"{process}/cmdline").Replace('\0', ' '));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is somebody else's.
            }
        }
        return [.. left];
    }

    private Process Start(string line)
    {
        ProcessStartInfo start = new("bash", ["-c", line])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LAPTIME_DATA"] = data.Directory;
        start.Environment["laptime"] = LaptimeProcess.Path;
        return Process.Start(start)!;
    }
}
