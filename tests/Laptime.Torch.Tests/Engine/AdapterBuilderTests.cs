using System.Runtime.InteropServices;
using Laptime.Torch.Engine;

namespace Laptime.Torch.Tests.Engine;

/// <summary>A libtorch of three empty libraries and an adapter of two small files, built with the true compiler.</summary>
public sealed class AdapterBuilderTests : IDisposable
{
    private readonly FakeMachine machine = new();
    private readonly List<string> progress = [];

    public AdapterBuilderTests()
    {
        machine.Libtorch("libtorch");
        machine.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        machine.Write("program/native/adapter.h", "int answer();");
        machine.Write(
            "program/native/one.cpp",
            "#include \"adapter.h\"\n#include \"torch/fake.h\"\nint answer() { return FAKE; }"
        );
        machine.Write(
            "program/native/two.cpp",
            "#include \"adapter.h\"\nextern \"C\" __attribute__((visibility(\"default\"))) int ask() { return answer(); }"
        );
        machine.Write("libtorch/include/torch/fake.h", "#define FAKE 42");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Build_Twice_CompilesOnce()
    {
        var libtorch = await LibtorchAsync();

        var first = await BuildAsync(libtorch);
        var steps = progress.Count;
        var second = await BuildAsync(libtorch);

        second.ShouldBe(first);
        progress.Count.ShouldBe(steps);
        progress[0].ShouldContain("2 files");
        progress.ShouldContain(line => line.Contains("(2 of 2)", StringComparison.Ordinal));
        first.HasCuda.ShouldBeFalse();
        Ask(first.Path).ShouldBe(42);
        Directory
            .EnumerateFileSystemEntries(Path.GetDirectoryName(first.Path)!)
            .Select(Path.GetFileName)
            .ShouldBe(["build.log", "liblaptime_torch.so", "lock"], ignoreOrder: true);
    }

    [Fact]
    public async Task Build_FourAtOnce_CompileOnce()
    {
        var libtorch = await LibtorchAsync();

        var adapters = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => BuildAsync(libtorch)));

        adapters.Distinct().ShouldHaveSingleItem();
        progress.Count(line => line.Contains("built,", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task FindBuilt_AnythingThatMattersChanged_FindsNothing()
    {
        var libtorch = await LibtorchAsync();
        await BuildAsync(libtorch);
        var builder = new AdapterBuilder(machine.Environment);

        builder.FindBuilt(libtorch).ShouldNotBeNull();
        builder.FindBuilt(libtorch with { Version = "2.6.1" }).ShouldBeNull();
        builder.FindBuilt(libtorch with { Cuda = "12.4" }).ShouldBeNull();
        builder.FindBuilt(libtorch with { Cxx11Abi = false }).ShouldBeNull();
        builder.FindBuilt(libtorch with { LibraryDirectory = "/elsewhere" }).ShouldBeNull();
        var compiler = machine.Environment.FindProgram("g++")!;
        machine.Variables["LAPTIME_CXX"] = compiler + " -g";
        builder.FindBuilt(libtorch).ShouldBeNull();
        machine.Variables.Remove("LAPTIME_CXX");
        machine.Write("program/native/adapter.h", "int answer(); ");
        builder.FindBuilt(libtorch).ShouldBeNull();
    }

    [Fact]
    public async Task Build_SourceDoesNotCompile_SaysTheFirstErrorAndTheLog()
    {
        machine.Write("program/native/one.cpp", "int answer() { return missing; }");

        var message = (
            await Should.ThrowAsync<EngineException>(async () => await BuildAsync(await LibtorchAsync()))
        ).Message;

        message.ShouldContain("one.cpp:1:");
        message.ShouldContain("missing");
        var log = message.Split("all of it: ")[1].TrimEnd('.', ')');
        (await File.ReadAllTextAsync(log, Token)).ShouldContain("-DNDEBUG");
    }

    [Fact]
    public async Task Build_AfterAFailure_Succeeds()
    {
        machine.Write("libtorch/include/torch/fake.h", "#error not yet");
        await Should.ThrowAsync<EngineException>(async () => await BuildAsync(await LibtorchAsync()));
        machine.Write("libtorch/include/torch/fake.h", "#define FAKE 43");

        Ask((await BuildAsync(await LibtorchAsync())).Path).ShouldBe(43);
    }

    [Fact]
    public async Task Build_CudaDoesNotCompile_BuildsWithoutAndSaysSo()
    {
        machine.Write(
            "program/native/one.cpp",
            "#ifdef LAPTIME_CUDA\n#include \"cusparse.h\"\n#endif\nint answer() { return 44; }"
        );
        machine.Write("cuda/include/cuda_runtime_api.h", "");
        var libtorch = await LibtorchAsync() with
        {
            HasCuda = true,
            Toolkit = new CudaToolkit([machine.At("cuda/include")], machine.At("cuda/lib/libcudart.so.12")),
        };

        var adapter = await BuildAsync(libtorch);

        adapter.HasCuda.ShouldBeFalse();
        adapter.Note.ShouldNotBeNull().ShouldContain("cusparse.h");
        new AdapterBuilder(machine.Environment).FindBuilt(libtorch).ShouldBe(adapter);
    }

    [Fact]
    public async Task Build_CudaWithItsHeaders_LinksTheRuntimeByItsName()
    {
        machine.Write(
            "program/native/one.cpp",
            "#include \"cuda_runtime_api.h\"\nint answer() { return LAPTIME_CUDA + cudaFake(); }"
        );
        machine.Write("cuda/include/cuda_runtime_api.h", "extern \"C\" int cudaFake();");
        await LibraryAsync("cuda/lib/libcudart.so.12", "extern \"C\" int cudaFake() { return 6; }");
        await LibraryAsync("libtorch/lib/libtorch_cuda.so", "");
        await LibraryAsync("libtorch/lib/libc10_cuda.so", "");
        var libtorch = await LibtorchAsync() with
        {
            HasCuda = true,
            Toolkit = new CudaToolkit([machine.At("cuda/include")], machine.At("cuda/lib/libcudart.so.12")),
        };

        var adapter = await BuildAsync(libtorch);

        (adapter.HasCuda, adapter.Note).ShouldBe((true, null));
        Ask(adapter.Path).ShouldBe(7);
    }

    [Fact]
    public async Task Build_NoHeaders_SaysHowToInstallThem() =>
        (await RefusalAsync(l => l with { IncludeDirectory = null })).ShouldContain(
            "has no headers. Install them: sudo apt-get"
        );

    [Fact]
    public async Task Build_NoCompiler_SaysHowToInstallOne()
    {
        machine.Variables["PATH"] = "/nowhere";

        (await RefusalAsync()).ShouldContain("No C++ compiler was found. Install one: sudo apt-get install g++");
    }

    [Fact]
    public async Task Build_NamedCompilerMissing_SaysWhichVariable()
    {
        machine.Variables["CXX"] = "no-such-compiler -O3";

        (await RefusalAsync()).ShouldContain("CXX names no-such-compiler, which is not there");
    }

    [Fact]
    public async Task Build_CompilerDoesNotStart_SaysSo()
    {
        machine.Variables["LAPTIME_CXX"] = machine.Write("not-a-program", "");

        (await RefusalAsync()).ShouldContain("not-a-program does not start");
    }

    [Fact]
    public async Task Build_NoSources_SaysWhere()
    {
        Directory.Delete(machine.At("program/native"), recursive: true);

        (await RefusalAsync()).ShouldContain($"sources are not in {machine.At("program/native")}");
    }

    [Fact]
    public async Task Build_CacheIsAFile_SaysHowToMoveIt()
    {
        machine.Write("cache", "");

        (await RefusalAsync()).ShouldContain("Set LAPTIME_CACHE");
    }

    [Fact]
    public async Task Build_DiskFull_SaysSo()
    {
        machine.Variables["LAPTIME_CXX"] = machine.Script(
            "bin/full",
            "echo '/tmp/x.s: Fatal error: can'\"'\"'t write: No space left on device' >&2; exit 1"
        );

        (await RefusalAsync()).ShouldContain("No space left on device");
    }

    [Fact]
    public async Task Build_Cancelled_EndsTheCompilers()
    {
        machine.Variables["LAPTIME_CXX"] = machine.Script("bin/slow", "exec sleep 60");
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var libtorch = await LibtorchAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            new AdapterBuilder(machine.Environment).BuildAsync(libtorch, progress.Add, source.Token)
        );
    }

    [Theory]
    [InlineData("XDG_CACHE_HOME", "/x", "/x/laptime")]
    [InlineData("HOME", "/home/me", "/home/me/.cache/laptime")]
    [InlineData("LAPTIME_CACHE", "/there", "/there")]
    public void CacheDirectory_ByVariable_IsThere(string variable, string value, string expected)
    {
        machine.Variables.Clear();
        machine.Variables[variable] = value;

        new AdapterBuilder(machine.Environment).CacheDirectory.ShouldBe(expected);
    }

    public void Dispose() => machine.Dispose();

    private async Task<LibtorchBuild> LibtorchAsync()
    {
        foreach (var name in (string[])["torch_cpu", "torch", "c10"])
        {
            await LibraryAsync($"libtorch/lib/lib{name}.so", "");
        }

        return new LibtorchBuild
        {
            Version = "2.6.0",
            Origin = "test",
            LibraryDirectory = machine.At("libtorch/lib"),
            IncludeDirectory = machine.At("libtorch/include"),
            HasCuda = false,
            Cxx11Abi = true,
        };
    }

    private async Task LibraryAsync(string path, string code)
    {
        var source = machine.Write(path + ".cpp", code);
        var (exitCode, output) = await Command.RunAsync(
            "g++",
            ["-shared", "-fPIC", "-nostdlib", $"-Wl,-soname,{Path.GetFileName(path)}", source, "-o", machine.At(path)],
            Token
        );
        exitCode.ShouldBe(0, output);
    }

    private Task<Adapter> BuildAsync(LibtorchBuild libtorch) =>
        new AdapterBuilder(machine.Environment).BuildAsync(libtorch, Record, Token);

    private void Record(string line)
    {
        lock (progress)
        {
            progress.Add(line);
        }
    }

    private async Task<string> RefusalAsync(Func<LibtorchBuild, LibtorchBuild>? change = null)
    {
        var libtorch = await LibtorchAsync();
        return (
            await Should.ThrowAsync<EngineException>(BuildAsync(change is null ? libtorch : change(libtorch)))
        ).Message;
    }

    private static unsafe int Ask(string path)
    {
        var library = NativeLibrary.Load(path);
        var answer = ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "ask"))();
        NativeLibrary.Free(library);
        return answer;
    }
}
