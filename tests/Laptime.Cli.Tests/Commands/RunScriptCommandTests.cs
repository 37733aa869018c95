using System.Text.Json;
using Laptime.Cli.Commands;

namespace Laptime.Cli.Tests.Commands;

/// <summary>Programs of the user's, from the command line to the stored run. They are made by Debian's PyTorch.</summary>
[Collection(nameof(QuietMachine))]
public sealed class RunScriptCommandTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import torch
        from typing import Dict
        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Linear(64, 32)
            def forward(self, x) -> Dict[str, torch.Tensor]:
                return {"scores": self.layer(x).relu()}
        class Wide(torch.nn.Module):
            def forward(self, x):
                return (x * 2).sum(1)
        torch.jit.script(Net()).save("net.pt")
        torch.jit.script(Wide()).save("wide.pt")
        torch.save(Net().state_dict(), "weights.pth")
        """;

    private readonly TemporaryData data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("run model.pt --input 1x3", "run script model.pt --input 1x3")]
    [InlineData("run --json model.pt", "run script --json model.pt")]
    [InlineData("run --tier standard model.pth", "run script --tier standard model.pth")]
    [InlineData("run --input 1x3", "run script --input 1x3")]
    [InlineData("run script model.pt", "run script model.pt")]
    [InlineData("run quick", "run quick")]
    [InlineData("run --weights w.pth", "run --weights w.pth")]
    [InlineData("run --tier=standard --batch 8", "run --tier=standard --batch 8")]
    [InlineData("run command -- python model.pt", "run command -- python model.pt")]
    [InlineData("run transfer --input x", "run transfer --input x")]
    [InlineData("results show model.pt", "results show model.pt")]
    public void Expand_Line_NamePutIn(string line, string expanded) =>
        string.Join(' ', RunScriptCommand.Expand(line.Split(' '))).ShouldBe(expanded);

    [Theory]
    [InlineData("run script", "Say which file to run: laptime run model.pt --input 32x3x224x224.")]
    [InlineData("run model.pt --input 0x3", "--input cannot be '0x3': 32x3x224x224,")]
    [InlineData("run model.pt --input 8x128:int64", "--input cannot be '8x128:int64': whole numbers need a range")]
    [InlineData("run model.pt --inptu 1x3", "laptime run script has no option --inptu. Did you mean --input?")]
    [InlineData("run model.pt --loss mse", "--loss belongs to --train.")]
    [InlineData("run model.pt --train --loss huber", "--loss cannot be 'huber': cross-entropy, mse, mean, own.")]
    [InlineData("run model.pt --train --learning-rate -1", "--learning-rate takes a number above 0.")]
    [InlineData("run model.pt --input value:1 --batch 8", "--batch has nothing to change")]
    [InlineData("run model.pt --operators none.so", "There is no library")]
    [InlineData("run model.pt --input 4x3 --latency 1s", "--latency is the bound of --scenario server; add that.")]
    [InlineData(
        "run model.pt --input 3x3 --scenario multi-stream",
        "A query of multi-stream has 8 samples, which --batch 3"
    )]
    public async Task Run_LineMakesNoSense_SaysSo(string line, string complaint)
    {
        Ended ended = await data.RunAsync(line.Split(' '));

        ended.ExitCode.ShouldBe(ExitCode.Usage, ended.Notes);
        ended.Notes.ShouldStartWith($"laptime: {complaint}");
        ended.Notes.ShouldEndWith("Help: laptime run script --help\n");
    }

    [Fact]
    public async Task Run_FileThatIsNoProgram_SaysWhatItIsAndStoresNothing()
    {
        await File.WriteAllTextAsync(data.File("model.pt"), "<html>", TestContext.Current.CancellationToken);

        Ended page = await data.BashAsync("$laptime run model.pt --input 1x3");
        Ended missing = await data.BashAsync("$laptime run modle.pt --input 1x3");

        page.ExitCode.ShouldBe(ExitCode.Failed);
        page.Notes.ShouldContain("model.pt can't be run as TorchScript: it is a web page");
        missing.Notes.ReplaceLineEndings(" ").ShouldContain("There is no file modle.pt. Did you mean model.pt?");
        (await data.RunAsync("results", "list")).Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_Program_IsTriedMeasuredAndKept()
    {
        await MakeProgramsAsync();

        Ended wrong = await data.BashAsync("$laptime run net.pt --input 4x63");
        wrong.ExitCode.ShouldBe(ExitCode.Failed);
        string said = wrong.Notes.ReplaceLineEndings(" ");
        said.ShouldContain("mat1 and mat2 shapes cannot be multiplied (4x63 and 64x32)");
        said.ShouldContain("it declares forward(Tensor x) -> Dict[str, Tensor]");
        Ended weights = await data.BashAsync("$laptime run weights.pth --input 4x64");
        weights.Notes.ReplaceLineEndings(" ").ShouldContain("it is a state dict or checkpoint");

        Ended ended = await data.BashAsync(
            "cp net.pt other.pt; $laptime run other.pt --input 4x64 --scenario infer,single-stream --threads 1 --repeat 2 --budget 7s --json"
        );

        Assert.SkipWhen(ended.ExitCode == 3, $"the machine is too busy to measure: {ended.Notes}");
        ended.ExitCode.ShouldBe(0, ended.Notes);
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement script = document.RootElement.GetProperty("script");
        string digest = script.GetProperty("digest").GetString()!;
        script.GetProperty("inputs")[0].GetString().ShouldBe("Nx64");
        JsonElement result = document.RootElement.GetProperty("results")[0];
        JsonElement served = document.RootElement.GetProperty("results")[1];
        served.GetProperty("serving").GetProperty("queries").GetInt32().ShouldBeGreaterThan(0);
        result.GetProperty("parameters").GetInt64().ShouldBe((64 * 32) + 32);
        result.GetProperty("items_per_second").GetDouble().ShouldBeGreaterThan(1000);
        result
            .GetProperty("case")
            .GetProperty("id")
            .GetString()
            .ShouldBe($"script-{digest[..12]}-nx64/infer/b4/fp32/stock/cpu/t1");
        Ended shown = await data.RunAsync("results", "show");
        shown.Results.ShouldContain("other.pt infer b4 fp32");
        shown.Results.ShouldContain($"sha256 {digest[..12]}");
        (await data.RunAsync("results", "show", "--json")).Results.ShouldBe(ended.Results);
        (await data.RunAsync("results", "export")).Results.ShouldNotContain(data.Directory);
        (await data.RunAsync("compare", "last", "last")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Run_DryRunOfASweep_ShowsTheCrossedAxes()
    {
        await MakeProgramsAsync();

        Ended ended = await data.BashAsync(
            "$laptime run net.pt --input Nx64 --batch 1,8 --precision fp32,bf16 --threads 1,2 --scenario infer,server --dry-run"
        );

        ended.ExitCode.ShouldBe(0, ended.Notes);
        ended.Results.ShouldContain("16 cases");
        ended.Results.ShouldContain("/server/b8/bf16/stock/cpu/t2/within100ms");
    }

    [Fact]
    public async Task Run_BatchAuto_FindsTheEdgeAndDrawsTheSweep()
    {
        await MakeProgramsAsync();

        // 200 MB an item, and as much for the product: one fits, two do not.
        Ended ended = await data.BashAsync(
            "ulimit -d 1000000; $laptime run wide.pt --input Nx50000000:float:0..1 --mode tuned --threads 1 --repeat 1 "
                + "--batch auto --budget 14s --out sweep.svg --json"
        );

        new[] { 0, 3 }.ShouldContain(ended.ExitCode, ended.Notes); // 3: another process disturbed the launch
        using JsonDocument document = JsonDocument.Parse(ended.Results);
        JsonElement search = document.RootElement.GetProperty("batch_searches").EnumerateArray().ShouldHaveSingleItem();
        search.GetProperty("is_exact").GetBoolean().ShouldBeTrue(ended.Notes);
        search.GetProperty("largest_batch").GetInt32().ShouldBe(1);
        ended
            .Notes.ReplaceLineEndings(" ")
            .ShouldContain("batch 2: does not fit. Batch 2 does not fit the memory of cpu: ");
        (await File.ReadAllTextAsync(data.File("sweep.svg"), TestContext.Current.CancellationToken)).ShouldContain(
            "<svg"
        );
    }

    private async Task MakeProgramsAsync()
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not there");
        await File.WriteAllTextAsync(data.File("make.py"), Script, TestContext.Current.CancellationToken);
        Ended made = await data.BashAsync($"{Python} make.py");
        Assert.SkipWhen(made.Notes.Contains("No module named 'torch", StringComparison.Ordinal), "no python3-torch");
        made.ExitCode.ShouldBe(0, made.Notes);
    }
}
