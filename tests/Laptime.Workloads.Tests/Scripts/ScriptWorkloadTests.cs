using System.Security.Cryptography;
using Laptime.Core.Cases;
using Laptime.Core.Scripts;
using Laptime.Core.Sweeps;
using Laptime.Tests;
using Laptime.Torch;
using Laptime.Torch.Script;
using Laptime.Workloads.Scripts;

namespace Laptime.Workloads.Tests.Scripts;

public sealed class ScriptWorkloadTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    /// <summary>With which oracle_scripts.py draws input and target.</summary>
    private const long Seed = 9;

    [Fact]
    public void Compare_ProgramInBf16_LiesNearItsOutputsInFp32()
    {
        ScriptSettings small = Settings("small", "Nx3x16x16");
        Libtorch.Threads = 1;

        OutputDeviation found = PrecisionCheck.Compare(
            CaseOf(Scenario.Train, Mode.Tuned, Precision.Bf16),
            small,
            Seed
        )!;

        found.RelativeRms!.Value.ShouldBeInRange(1e-5, 0.05);
        PrecisionCheck.Compare(CaseOf(Scenario.Infer, Mode.Stock, Precision.Fp32), small, Seed).ShouldBeNull();
    }

    [Theory]
    [InlineData(ScriptLoss.CrossEntropy, ScriptOptimizer.Sgd, Mode.Stock)]
    [InlineData(ScriptLoss.CrossEntropy, ScriptOptimizer.Sgd, Mode.Tuned)]
    [InlineData(ScriptLoss.CrossEntropy, ScriptOptimizer.Adam, Mode.Stock)]
    [InlineData(ScriptLoss.CrossEntropy, ScriptOptimizer.Adam, Mode.Tuned)]
    [InlineData(ScriptLoss.Mse, ScriptOptimizer.Sgd, Mode.Stock)]
    [InlineData(ScriptLoss.Mean, ScriptOptimizer.Sgd, Mode.Stock)]
    [InlineData(ScriptLoss.Own, ScriptOptimizer.Sgd, Mode.Stock)]
    public void Step_ThreeTimes_HasPyTorchsLossesAndLeavesTheFileAlone(
        ScriptLoss loss,
        ScriptOptimizer optimizer,
        Mode mode
    )
    {
        string name = loss == ScriptLoss.Own ? "losses" : "small";
        string before = ScriptFile.ReadDigest(python.Locate($"{name}.pt"));
        using ScriptWorkload workload = Create(
            name,
            loss == ScriptLoss.Own ? "Nx6" : "Nx3x16x16",
            Scenario.Train,
            settings =>
                settings with
                {
                    Loss = loss,
                    Optimizer = optimizer,
                    Rate = optimizer == ScriptOptimizer.Adam ? 0.01 : 0.1,
                },
            mode
        );

        float[] losses =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ =>
                {
                    workload.Step();
                    return (float)workload.ReadCheck().Value;
                }),
        ];

        float[] expected = python.Values($"script.losses.{loss}.{optimizer}".ToLowerInvariant());
        Difference.Largest(losses, expected).ShouldBeLessThan(1e-5);
        Math.Abs(expected[0] - expected[2]).ShouldBeGreaterThan(1e-3f, "it has learnt");
        ScriptFile.ReadDigest(python.Locate($"{name}.pt")).ShouldBe(before);
    }

    [Theory]
    [InlineData("resnet18", "frozen, optimized for inference")]
    // optimize_for_inference of libtorch 1.13 computes something else.
    [InlineData("mobilenet_v3", "frozen")]
    public void Create_Tuned_ArrangedAsFarAsTheOutputsStay(string name, string arrangement)
    {
        using ScriptWorkload stock = Create(name, "Nx3x64x64", Scenario.Infer);
        using ScriptWorkload tuned = Create(name, "Nx3x64x64", Scenario.Infer, mode: Mode.Tuned);
        stock.Step();
        tuned.Step();

        tuned.Arrangement.ShouldStartWith(arrangement);
        tuned.Parameters.ShouldBe(stock.Parameters);
        tuned.ReadCheck().Value.ShouldBe(stock.ReadCheck().Value, 1e-4 * stock.ReadCheck().Value);
    }

    [Fact]
    public void Parameters_OfResNet18_AreAsManyAsPublished()
    {
        using ScriptWorkload workload = Create("resnet18", "Nx3x64x64", Scenario.Infer);

        workload.Parameters.ShouldBe(11_689_512); // torchvision's documentation
    }

    [Fact]
    public void RenewInput_ChangesTheOutput_TheSameSeedTheSame()
    {
        using ScriptWorkload workload = Create("lstm", "Nx12:int64:0..100", Scenario.Infer);
        string?[] digests =
        [
            .. new long[] { 1, 2, 1 }.Select(seed =>
            {
                workload.RenewInput(seed).ShouldBeTrue();
                workload.Step();
                return workload.ReadCheck().Fingerprint;
            }),
        ];

        digests[0].ShouldNotBeNull();
        digests[1].ShouldNotBe(digests[0]);
        digests[2].ShouldBe(digests[0]);
    }

    [Fact]
    public void Step_Bf16_IsNearAndNotTheSame()
    {
        using ScriptWorkload full = Create("resnet18", "Nx3x64x64", Scenario.Infer);
        using ScriptWorkload half = Create("resnet18", "Nx3x64x64", Scenario.Infer, precision: Precision.Bf16);
        full.Step();
        half.Step();

        Math.Abs((half.ReadCheck().Value / full.ReadCheck().Value) - 1).ShouldBeInRange(1e-7, 0.05);
    }

    [Theory]
    [InlineData("Nx4x64x64", "expected input[2, 4, 64, 64] to have 3 channels, but got 4 channels instead")]
    [InlineData("Nx3x64x64 Nx3", "Expected at most 2 argument(s) for operator 'forward', but received 3")]
    [InlineData("", "forward() is missing value for argument 'x'")]
    [InlineData("y=Nx3x64x64", "forward() is missing value for argument 'x'")]
    [InlineData(
        "list:N*3x64x64",
        "Expected a value of type 'Tensor' for argument 'x' but instead found type 'List[Tensor]'"
    )]
    public void Step_WrongInputs_LibtorchsWordsAndTheDeclaration(string inputs, string words)
    {
        using ScriptWorkload workload = Create("resnet18", inputs, Scenario.Infer);

        ScriptException refusal = Should.Throw<ScriptException>(workload.Step);

        refusal.Message.ShouldStartWith("The program refused its inputs: ");
        refusal.Message.ShouldContain(words);
        refusal.Message.ShouldNotContain("Traceback");
        refusal.Message.ShouldNotContain("\n");
        refusal.Advice.ShouldBe("Give others with --input; it declares forward(Tensor x) -> Tensor.");
    }

    [Fact]
    public void Step_LossThatThereIsNot_SaysWhichThereAre()
    {
        using ScriptWorkload cross = Train("losses", ScriptLoss.CrossEntropy, "Nx6");
        Should.Throw<ScriptException>(cross.Step).Advice.ShouldContain("--loss mse, mean, or own");
        using ScriptWorkload own = Train("small", ScriptLoss.Own, "Nx3x16x16");
        Should.Throw<ScriptException>(own.Step).Message.ShouldContain("returns no loss");
    }

    [Fact]
    public void Create_FrozenProgramForTraining_IsRefused() =>
        Should
            .Throw<ScriptException>(() => Train("frozen", ScriptLoss.Mean, "Nx3x16x16"))
            .Message.ShouldContain("it was frozen");

    [Fact]
    public void Create_FileThatChangedSince_IsRefused() =>
        Should
            .Throw<ScriptException>(() =>
                Create("small", "Nx3x16x16", Scenario.Infer, s => s with { Digest = new string('0', 64) })
            )
            .Message.ShouldContain("has changed since the run began");

    [Fact]
    public void Create_LibraryThatIsNone_IsRefused() =>
        Should
            .Throw<ScriptException>(() =>
                Create("small", "Nx3x16x16", Scenario.Infer, s => s with { Operators = [python.Locate("small.pt")] })
            )
            .Advice.ShouldContain("built for the libtorch");

    [Theory]
    [InlineData(Mode.Tuned, Precision.Bf16, "tuned programs are measured in fp32")]
    [InlineData(Mode.Stock, Precision.Tf32, "no tf32")]
    public void WhyNot_CaseThatCannotBe_SaysWhy(Mode mode, Precision precision, string reason) =>
        ScriptWorkloads.WhyNot(CaseOf(Scenario.Infer, mode, precision)).ShouldNotBeNull().ShouldContain(reason);

    private static Core.Cases.Case CaseOf(Scenario scenario, Mode mode, Precision precision) =>
        new()
        {
            Workload = "script-x",
            Scenario = scenario,
            Batch = scenario == Scenario.Train ? 4 : 2,
            Precision = precision,
            Mode = mode,
            Device = DeviceName.Cpu,
            Threads = 1,
        };

    private ScriptWorkload Train(string name, ScriptLoss loss, string inputs) =>
        Create(
            name,
            inputs,
            Scenario.Train,
            settings => settings with { Loss = loss, Optimizer = ScriptOptimizer.Sgd, Rate = 0.1 }
        );

    private ScriptWorkload Create(
        string name,
        string inputs,
        Scenario scenario,
        Func<ScriptSettings, ScriptSettings>? change = null,
        Mode mode = Mode.Stock,
        Precision precision = Precision.Fp32
    )
    {
        ScriptSettings settings = Settings(name, inputs);
        Libtorch.Threads = 1;
        return ScriptWorkloads.Create(CaseOf(scenario, mode, precision), change?.Invoke(settings) ?? settings, Seed);
    }

    private ScriptSettings Settings(string name, string inputs)
    {
        string path = python.Locate($"{name}.pt");
        return new()
        {
            Path = path,
            Digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
            Inputs =
            [
                .. inputs
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(text => ScriptInputText.Read(text).Input!),
            ],
        };
    }
}
