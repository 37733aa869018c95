using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch;

namespace Laptime.Workloads.Tests;

public sealed class ProcessSettingsTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    private static readonly ImmutableArray<string> Avx512 = ["avx2", "avx512f", "avx512bw", "avx512vl"];

    [Fact]
    public void Environment_TunedWithAvx512_AsksForIt() =>
        ProcessSettings
            .Environment(Some.Case(mode: Mode.Tuned), Avx512)
            .ShouldContain(KeyValuePair.Create("ATEN_CPU_CAPABILITY", "avx512"));

    [Fact]
    public void Environment_StockOrWithoutAvx512_LeavesLibtorchAlone()
    {
        ProcessSettings.Environment(Some.Case(mode: Mode.Stock), Avx512).ShouldNotContainKey("ATEN_CPU_CAPABILITY");
        ProcessSettings.Environment(Some.Case(mode: Mode.Tuned), ["avx2"]).ShouldNotContainKey("ATEN_CPU_CAPABILITY");
        ProcessSettings
            .Environment(Some.Case(mode: Mode.Tuned), ["avx2", "avx512f"])
            .ShouldNotContainKey("ATEN_CPU_CAPABILITY");
    }

    [Theory]
    [InlineData(Mode.Stock)]
    [InlineData(Mode.Tuned)]
    public void Environment_AnyMode_GivesGlibcOneArena(Mode mode) =>
        ProcessSettings
            .Environment(Some.Case(mode: mode), [])
            .ShouldContain(KeyValuePair.Create("MALLOC_ARENA_MAX", "1"));

    [Theory]
    [InlineData(Scenario.Infer, Mode.Stock, "glibc, keeps freed blocks up to 1 GiB")]
    [InlineData(Scenario.Train, Mode.Stock, "glibc, keeps freed blocks up to 24 MiB")]
    [InlineData(Scenario.Train, Mode.Tuned, "caching, huge pages")]
    public void Apply_SaysWhatIsInForce(Scenario scenario, Mode mode, string allocator)
    {
        var settings = ProcessSettings.Apply(Some.Case(scenario: scenario, mode: mode) with { Threads = 2 });

        Libtorch.Threads.ShouldBe(2);
        settings.Keys.ShouldBe([
            "cpu_allocator",
            "cpu_capability",
            "cudnn",
            "cudnn_benchmark",
            "denormals",
            "tf32",
            "threads",
        ]);
        settings["threads"].ShouldBe("2");
        settings["cpu_allocator"].ShouldBe(allocator);
        settings["tf32"].ShouldBe("off");
        settings["denormals"].ShouldBe("kept");
        Libtorch.Configuration.ShouldContain($"CPU capability usage: {settings["cpu_capability"]}");
    }
}
