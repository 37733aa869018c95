using System.Text.Json;

namespace Laptime.Cli.Tests.Commands;

/// <summary>AI-Benchmark as users start it; one real sub-test, the smallest.</summary>
[Collection(nameof(QuietMachine))]
public sealed class RunAiBenchmarkCommandTests : IDisposable
{
    private readonly TemporaryData data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(
        "--select 77",
        "There is no sub-test '77'; give a test (1 to 19), a sub-test (5.2) or a network: mobilenet-v2,"
    )]
    [InlineData("--micro --select 17", "There is no sub-test '17'; give a test (1 to 16)")]
    [InlineData("--select gnmt --training", "No sub-test is left; choose more with --select, or exclude less.")]
    [InlineData("--micro --training", "--micro is a set of its own; leave out --inference and --training.")]
    [InlineData("--tier standard", "--tier belongs to --protocol laptime; the classic one has its own limits.")]
    [InlineData("--protocol mine", "--protocol cannot be 'mine': classic or laptime.")]
    public async Task Run_WrongArgument_SaysWhatItTakes(string options, string complaint)
    {
        Ended ended = await data.RunAsync($"run ai-benchmark {options}".Split(' '));

        ended.ExitCode.ShouldBe(2);
        ended.Results.ShouldBeEmpty();
        ended.Notes.ShouldStartWith($"laptime: {complaint}");
        ended.Notes.ShouldEndWith("Help: laptime run ai-benchmark --help\n");
    }

    [Theory]
    [InlineData("", 42, "aib-mobilenet-v2/infer/b50/fp32/stock/", "aib-gnmt/infer/b1/fp32/stock/")]
    [InlineData("--training", 18, "aib-mobilenet-v2/train/b50/", "aib-lstm/train/b10/")]
    [InlineData("--micro", 16, "aib-mobilenet-v2/infer/b1/", "aib-deeplab/infer/b1/")]
    [InlineData("--select lstm,gnmt --fused", 6, "aib-lstm/infer/b100/fp32/stock/", "aib-gnmt/infer/b1/fp32/stock/")]
    [InlineData("--select 1,5.2,unet --fused --exclude 12.2", 5, "aib-mobilenet-v2/infer/b50/", "aib-unet/train/b4/")]
    [InlineData("--select 1,5.2,unet --exclude 12.2", 5, "aib-mobilenet-v2/infer/b50/", "aib-unet/train/b4/")]
    public async Task Run_DryRun_ListsTheChosenSubTestsInOrder(string options, int cases, string first, string last)
    {
        string[] line = $"run ai-benchmark --dry-run {options}".Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Ended ended = await data.RunAsync(line);

        ended.ExitCode.ShouldBe(0, ended.Notes);
        string[] ids = [.. ended.Results.Split('\n').Where(l => l.StartsWith("aib-", StringComparison.Ordinal))];
        ids.Length.ShouldBe(cases);
        ids[0].ShouldStartWith(first);
        ids[^1].ShouldStartWith(last);
        ended.Results.ShouldContain($"{cases} cases, 1 launches each");
    }

    [Fact]
    public async Task Run_Fused_AddsACaseBehindThePlainOne()
    {
        Ended ended = await data.RunAsync("run", "ai-benchmark", "--dry-run", "--select", "gnmt", "--fused");

        string[] ids =
        [
            .. ended
                .Results.Split('\n')
                .Where(l => l.StartsWith("aib-", StringComparison.Ordinal))
                .Select(l => l.Split(' ')[0]),
        ];
        ids[0].ShouldEndWith("/height1/width20");
        ids[1].ShouldBe(ids[0].Replace("/height1", "/fused1/height1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SmallestSubTest_KeepsEveryIterationOfTheClassicProtocol()
    {
        Ended ended = await data.RunAsync(
            "run",
            "ai-benchmark",
            "--micro",
            "--select",
            "mobilenet-v2",
            "--threads",
            "1"
        );

        ended.ExitCode.ShouldBe(0, ended.Notes);
        Ended exported = await data.RunAsync("results", "export", "last");
        using JsonDocument document = JsonDocument.Parse(exported.Results);
        JsonElement run = document.RootElement;
        run.GetProperty("tier").GetString().ShouldBe("fixed");
        run.GetProperty("suite").GetProperty("name").GetString().ShouldBe("ai-benchmark-micro");
        JsonElement samples = run.GetProperty("trials")[0].GetProperty("samples");
        string[] phases =
        [
            .. samples.GetProperty("blocks").GetProperty("phase").EnumerateArray().Select(p => p.GetString()!),
        ];
        phases.Length.ShouldBe(22);
        phases.ShouldBe(["warmup", .. Enumerable.Repeat("measurement", 21)]);
        samples.GetProperty("settings").GetProperty("denormals").GetString().ShouldBe("flushed");
    }
}
