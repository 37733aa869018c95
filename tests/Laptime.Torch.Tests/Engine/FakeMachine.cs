using System.Runtime.Versioning;
using System.Text;
using Laptime.Torch.Engine;

[assembly: SupportedOSPlatform("linux")]

namespace Laptime.Torch.Tests.Engine;

/// <summary>A machine in a directory: its root, its variables, and whatever libtorch a test puts there.</summary>
internal sealed class FakeMachine : IDisposable
{
    private const string NewAbi =
        "_ZN3c105ErrorC1ENS_14SourceLocationENSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE";
    private const string OldAbi = "_ZN3c105ErrorC1ENS_14SourceLocationESs";

    private readonly TemporaryDirectory directory = new();

    public FakeMachine()
    {
        Variables["PATH"] = At("bin");
        Variables["LAPTIME_CACHE"] = At("cache");
        Environment = new EngineEnvironment
        {
            Variable = name => Variables.GetValueOrDefault(name),
            Root = directory.Path,
            ProgramDirectory = At("program"),
            WorkingDirectory = At("home"),
        };
    }

    public Dictionary<string, string> Variables { get; } = [];

    public EngineEnvironment Environment { get; }

    public string At(string path) => Path.Combine(directory.Path, path);

    public string Write(string path, string content) => directory.Write(path, content);

    /// <summary>A program: a shell script.</summary>
    public string Script(string path, string body)
    {
        var file = Write(path, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    /// <summary>A Python whose torch is in a directory; null: it has none.</summary>
    public string Python(string path, string? torch) => Script(path, $"echo '{torch}'");

    /// <summary>Files of a libtorch: only what the search reads.</summary>
    public void Libtorch(
        string path,
        string? headers = "2.6.0",
        string libraries = "lib",
        string includes = "include",
        bool isOldAbi = false
    )
    {
        Write($"{path}/{libraries}/libtorch_cpu.so", "elf");
        directory.Write(
            $"{path}/{libraries}/libc10.so",
            Encoding.Latin1.GetBytes($"elf\0_ZN2at1\0{(isOldAbi ? OldAbi : NewAbi)}\0_ZNSt7__cxx11x\0")
        );
        if (headers is not null)
        {
            var parts = headers.Split('.');
            Write(
                $"{path}/{includes}/torch/csrc/api/include/torch/version.h",
                $"#define TORCH_VERSION_MAJOR {parts[0]}\n#define TORCH_VERSION_MINOR {parts[1]}\n#define TORCH_VERSION_PATCH {parts[2]}\n"
            );
        }
    }

    public void Dispose() => directory.Dispose();
}
