using Laptime.Torch.Engine;

namespace Laptime.Torch.Tests.Engine;

public sealed class LibtorchFinderTests : IDisposable
{
    private readonly FakeMachine machine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_EverythingThere_TakesThemInTheirOrder()
    {
        // Each is taken away once it was found.
        machine.Libtorch("named");
        machine.Libtorch("venv/torch");
        machine.Libtorch("conda");
        machine.Libtorch("usr", libraries: "lib/x86_64-linux-gnu");
        machine.Libtorch("usr/local");
        machine.Libtorch("usr/lib/python3/dist-packages/torch");
        machine.Python("bin/python3", machine.At("venv/torch"));
        machine.Python("usr/bin/python3", machine.At("usr/lib/python3/dist-packages/torch"));
        machine.Variables["LAPTIME_LIBTORCH"] = machine.At("named");
        machine.Variables["CONDA_PREFIX"] = machine.At("conda");

        var found = new List<(string, string)>();
        while (await FindAsync() is { Build: { } build })
        {
            var root = Path.GetDirectoryName(build.IncludeDirectory)!;
            found.Add((build.Origin, Path.GetRelativePath(machine.At(""), root)));
            Directory.Delete(
                Path.Combine(root, root == machine.At("usr") ? "lib/x86_64-linux-gnu" : "lib"),
                recursive: true
            );
            machine.Variables.Remove("LAPTIME_LIBTORCH");
        }

        found.ShouldBe([
            ("LAPTIME_LIBTORCH", "named"),
            ("python3", "venv/torch"),
            ("conda", "conda"),
            ("system", "usr"),
            ("system", "usr/local"),
            ("system", "usr/lib/python3/dist-packages/torch"),
        ]);
    }

    [Fact]
    public async Task Find_NamedDirectoryWithoutLibtorch_IsNotReplacedByAnother()
    {
        machine.Libtorch("usr");
        machine.Variables["LAPTIME_LIBTORCH"] = machine.At("nowhere");

        var search = await FindAsync();

        search.Build.ShouldBeNull();
        search.Tried.ShouldHaveSingleItem().Reason.ShouldBe("is not there");
        Should
            .Throw<EngineException>(search.Require)
            .Message.ShouldContain($"LAPTIME_LIBTORCH: {machine.At("nowhere")} is not there");
    }

    [Fact]
    public async Task Find_NamedPythonWithoutTorch_IsNotReplacedByAnother()
    {
        machine.Libtorch("usr");
        machine.Variables["LAPTIME_PYTHON"] = machine.Python("venv/bin/python", torch: null);

        var search = await FindAsync();

        search.Build.ShouldBeNull();
        search
            .Tried.ShouldHaveSingleItem()
            .ShouldBe(new LibtorchAttempt("LAPTIME_PYTHON", machine.At("venv/bin/python"), "has no torch"));
    }

    [Fact]
    public async Task Find_NothingThere_SaysWhatWasTriedAndTheCommand()
    {
        machine.Script("bin/python3", "echo 'no such module' >&2; exit 1");

        var message = Should.Throw<EngineException>((await FindAsync()).Require).Message;

        message.ShouldContain("python3 failed: no such module");
        message.ShouldContain($"system: {machine.At("usr")} is not there");
        message.ShouldContain("sudo apt-get install libtorch-dev");
    }

    [Fact]
    public async Task Find_FirstWithoutHeaders_TakesTheNextThatHasThem()
    {
        machine.Libtorch("venv/torch", headers: null);
        machine.Write("venv/torch/version.py", "__version__ = '2.6.0'");
        machine.Python("bin/python3", machine.At("venv/torch"));
        machine.Libtorch("usr");

        var search = await FindAsync();

        search.Build!.Origin.ShouldBe("system");
        search.Tried.ShouldContain(t => t.Origin == "python3" && t.Reason == "has no headers");
    }

    [Fact]
    public async Task Find_OnlyOneWithoutHeaders_ReportsIt()
    {
        machine.Libtorch("venv/torch", headers: null);
        machine.Write("venv/torch/version.py", "__version__ = '2.6.0'");
        machine.Python("bin/python3", machine.At("venv/torch"));

        var build = (await FindAsync()).Build.ShouldNotBeNull();

        build.IncludeDirectory.ShouldBeNull();
        build.Version.ShouldBe("2.6.0");
    }

    [Fact]
    public async Task Find_Wheel_GivesVersionCudaAndToolkit()
    {
        machine.Libtorch("site/torch", headers: "2.1.0", isOldAbi: true);
        machine.Write("site/torch/version.py", "__version__ = '2.1.0+cu121'\ncuda: Optional[str] = '12.1'");
        machine.Write("site/torch/lib/libtorch_cuda.so", "elf");
        machine.Write("site/nvidia/cublas/include/cublas_v2.h", "");
        machine.Write("site/nvidia/cuda_runtime/include/cuda_runtime_api.h", "#define CUDART_VERSION  12010\n");
        machine.Write("site/nvidia/cuda_runtime/lib/libcudart.so.12", "elf");
        machine.Write(
            "site/nvidia/cudnn/include/cudnn_version.h",
            "#define CUDNN_MAJOR 8\n#define CUDNN_MINOR 9\n#define CUDNN_PATCHLEVEL 2\n#define CUDNN_VERSION (CUDNN_MAJOR * 1000)\n"
        );
        machine.Python("bin/python3", machine.At("site/torch"));

        var build = (await FindAsync()).Build.ShouldNotBeNull();

        build.Version.ShouldBe("2.1.0+cu121");
        build.Cuda.ShouldBe("12.1");
        build.Cxx11Abi.ShouldBeFalse();
        build.Toolkit!.RuntimeLibrary.ShouldBe(machine.At("site/nvidia/cuda_runtime/lib/libcudart.so.12"));
        build.Toolkit.IncludeDirectories.ShouldBe([
            machine.At("site/nvidia/cublas/include"),
            machine.At("site/nvidia/cuda_runtime/include"),
            machine.At("site/nvidia/cudnn/include"),
        ]);
        build.Cudnn.ShouldBe("8.9.2");
    }

    [Fact]
    public async Task Find_ToolkitOfAnotherMajorVersion_IsNotUsed()
    {
        machine.Libtorch("site/torch");
        machine.Write("site/torch/version.py", "__version__ = '2.6.0+cu130'\ncuda = '13.0'");
        machine.Write("site/torch/lib/libtorch_cuda.so", "elf");
        machine.Write("usr/local/cuda/include/cuda_runtime_api.h", "#define CUDART_VERSION 12010\n");
        machine.Write("usr/local/cuda/lib64/libcudart.so.12", "elf");
        machine.Python("bin/python3", machine.At("site/torch"));

        var build = (await FindAsync()).Build.ShouldNotBeNull();

        build.HasCuda.ShouldBeTrue();
        build.Toolkit.ShouldBeNull();
    }

    [Fact]
    public async Task Find_UnpackedArchive_ReadsItsVersionFile()
    {
        machine.Libtorch("libtorch", headers: "2.1.0");
        machine.Write("libtorch/build-version", "2.1.0+cu118\n");
        machine.Write("libtorch/lib/libtorch_cuda.so", "elf");
        machine.Variables["LAPTIME_LIBTORCH"] = machine.At("libtorch");

        var build = (await FindAsync()).Build.ShouldNotBeNull();

        (build.Version, build.Cuda, build.Cxx11Abi).ShouldBe(("2.1.0+cu118", "11.8", true));
    }

    [Fact]
    public async Task Find_UnpackedDebianPackages_AreFoundBelowUsr()
    {
        machine.Libtorch("tree", libraries: "usr/lib/x86_64-linux-gnu", includes: "usr/include");
        machine.Variables["LAPTIME_LIBTORCH"] = machine.At("tree");

        var build = (await FindAsync()).Build.ShouldNotBeNull();

        build.LibraryDirectory.ShouldBe(machine.At("tree/usr/lib/x86_64-linux-gnu"));
        build.IncludeDirectory.ShouldBe(machine.At("tree/usr/include"));
    }

    [Fact]
    public async Task Find_PackageOfADistribution_HasItsLibrariesInThePrefix()
    {
        machine.Libtorch("usr", libraries: "lib64");
        machine.Write("usr/lib64/python3.14/site-packages/torch/version.py", "__version__ = '2.6.0a0'");
        machine.Variables["LAPTIME_PYTHON"] = machine.Python(
            "py",
            machine.At("usr/lib64/python3.14/site-packages/torch")
        );

        var build = (await FindAsync()).Build.ShouldNotBeNull();

        (build.Version, build.LibraryDirectory, build.IncludeDirectory).ShouldBe(
            ("2.6.0", machine.At("usr/lib64"), machine.At("usr/include"))
        );
    }

    [Fact]
    public async Task Find_HeadersOfAnotherVersion_AreRefused()
    {
        machine.Libtorch("libtorch", headers: "2.6.0");
        machine.Write("libtorch/build-version", "2.1.0");
        machine.Variables["LAPTIME_LIBTORCH"] = machine.At("libtorch");

        var search = await FindAsync();

        search.Tried.ShouldHaveSingleItem().Reason.ShouldBe("is version 2.1.0, but its headers are of 2.6.0");
    }

    [Fact]
    public async Task Find_DebiansOwn_GivesItsFacts()
    {
        string[] headers =
        [
            "/usr/include/torch/headeronly/version.h",
            "/usr/include/torch/csrc/api/include/torch/version.h",
        ];
        var header = headers.FirstOrDefault(File.Exists);
        Assert.SkipWhen(header is null, "libtorch-dev is not installed");
        var environment = EngineEnvironment.Current with { Variable = name => name == "PATH" ? "/nowhere" : null };

        var build = (await new LibtorchFinder(environment).FindAsync(Token)).Build.ShouldNotBeNull();

        build.Origin.ShouldBe("system");
        build.IncludeDirectory.ShouldBe("/usr/include");
        File.Exists(Path.Combine(build.LibraryDirectory, "libtorch_cpu.so")).ShouldBeTrue();
        (await File.ReadAllTextAsync(header!, Token)).ShouldContain($"\"{build.Version}\"");
        (build.HasCuda, build.Cuda, build.Cxx11Abi).ShouldBe((false, null, true));
    }

    [Fact]
    public async Task Find_DebiansPython_IsTheSystemsLibtorch()
    {
        const string Package = "/usr/lib/python3/dist-packages/torch/version.py";
        Assert.SkipUnless(File.Exists(Package), "python3-torch is not installed");
        var system = EngineEnvironment.Current with { Variable = name => name == "PATH" ? "/nowhere" : null };
        var python = system with { Variable = name => name == "LAPTIME_PYTHON" ? "/usr/bin/python3" : null };

        var expected = (await new LibtorchFinder(system).FindAsync(Token)).Require();
        var build = (await new LibtorchFinder(python).FindAsync(Token)).Require();

        build.ShouldBe(expected with { Origin = "LAPTIME_PYTHON" });
    }

    [Fact]
    public async Task Find_SecondTime_AsksPythonAgainOnlyWhereItsAnswerMayHaveChanged()
    {
        PyenvShim();
        machine.Write("venv/packages/six.py", "");

        (await FindAsync()).Tried.ShouldContain(t => t.Origin == "python3" && t.Reason == "has no torch");
        (await FindAsync()).Tried.ShouldContain(t => t.Origin == "python3" && t.Reason == "has no torch");
        Asked().ShouldBe(1);

        machine.Libtorch("venv/packages/torch");
        (await FindAsync()).Build!.Origin.ShouldBe("python3");
        (await FindAsync()).Build!.Origin.ShouldBe("python3");
        Asked().ShouldBe(2);

        Directory.Delete(machine.At("venv/packages/torch"), recursive: true);
        (await FindAsync()).Build.ShouldBeNull();
        Asked().ShouldBe(3);
    }

    [Theory]
    [InlineData("PYENV_VERSION", "3.12.0")]
    [InlineData("PYTHONPATH", "/somewhere")]
    public async Task Find_SecondTimeWithAnotherVariable_AsksPythonAgain(string variable, string value)
    {
        PyenvShim();
        await FindAsync();
        machine.Variables[variable] = value;

        await FindAsync();

        Asked().ShouldBe(2);
    }

    [Theory]
    [InlineData("pyenv/version")]
    [InlineData("home/.python-version")]
    public async Task Find_SecondTimeWithAnotherPyenvVersion_AsksPythonAgain(string file)
    {
        PyenvShim();
        await FindAsync();
        machine.Write(file, "3.12.0");

        await FindAsync();

        Asked().ShouldBe(2);
    }

    [Fact]
    public async Task Find_ScriptThatIsNoPyenvShim_IsAskedEachTime()
    {
        PyenvShim();
        File.Delete(machine.At("pyenv/libexec/pyenv"));

        await FindAsync();
        await FindAsync();

        Asked().ShouldBe(2);
    }

    [Fact]
    public async Task Find_CacheThatCannotBeWritten_FindsAllTheSame()
    {
        PyenvShim();
        machine.Libtorch("venv/packages/torch");
        machine.Variables["LAPTIME_CACHE"] = machine.Write("file", "");

        (await FindAsync()).Build!.Origin.ShouldBe("python3");
    }

    public void Dispose() => machine.Dispose();

    /// <summary>A python3 of pyenv that has torch if there is one in venv/packages, and counts how often it runs.</summary>
    private void PyenvShim()
    {
        var packages = machine.At("venv/packages");
        machine.Script(
            "pyenv/shims/python3",
            $"echo >>{machine.At("asked")}; [ -d {packages}/torch ] && printf %s {packages}/torch; printf '\\0{packages}\\n'"
        );
        machine.Write("pyenv/libexec/pyenv", "");
        machine.Write("pyenv/version", "3.11.7");
        machine.Write("home/notes", "");
        machine.Variables["PATH"] = machine.At("pyenv/shims");
    }

    private int Asked() => File.ReadAllLines(machine.At("asked")).Length;

    private Task<LibtorchSearch> FindAsync() => new LibtorchFinder(machine.Environment).FindAsync(Token);
}
