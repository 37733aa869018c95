using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Laptime.Torch.Engine;

/// <summary>How the adapter is compiled for one libtorch; pure, but for reading the sources.</summary>
internal sealed record AdapterPlan
{
    private readonly LibtorchBuild libtorch;
    private readonly string includeDirectory;

    private AdapterPlan(LibtorchBuild libtorch, Compiler compiler, string includeDirectory)
    {
        this.libtorch = libtorch;
        Compiler = compiler;
        this.includeDirectory = includeDirectory;
    }

    /// <summary>The C++ files, in the order of their names.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>Names the result: differs when libtorch, sources, compiler or flags do.</summary>
    public required string Key { get; init; }

    /// <summary>Whether to build against CUDA.</summary>
    public required bool WithCuda { get; init; }

    /// <summary>The compiler.</summary>
    public Compiler Compiler { get; }

    /// <summary>Plans a build.</summary>
    /// <exception cref="EngineException">Headers, compiler or sources are missing.</exception>
    public static AdapterPlan Create(EngineEnvironment environment, LibtorchBuild libtorch)
    {
        var headers =
            libtorch.IncludeDirectory
            ?? throw new EngineException(
                $"libtorch {libtorch.Version} in {libtorch.LibraryDirectory} has no headers. {Remedies.Headers}"
            );
        var cxx =
            Engine.Compiler.Find(environment)
            ?? throw new EngineException($"No C++ compiler was found. {Remedies.Compiler}");
        var directory = environment.Setting("LAPTIME_NATIVE") ?? Path.Combine(environment.ProgramDirectory, "native");
        string[] files = Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal)]
            : [];
        ImmutableArray<string> sources = [.. files.Where(f => f.EndsWith(".cpp", StringComparison.Ordinal))];
        if (sources.IsEmpty)
        {
            throw new EngineException($"The adapter's sources are not in {directory}. Install Laptime again.");
        }

        var plan = new AdapterPlan(libtorch, cxx, headers)
        {
            Sources = sources,
            Key = "",
            WithCuda = libtorch is { HasCuda: true, Toolkit: not null },
        };
        return plan with { Key = plan.Hash(files) };
    }

    /// <summary>Arguments that compile one source.</summary>
    public IEnumerable<string> CompileArguments(string source, string output) =>
        [.. Flags(), "-c", source, "-o", output];

    /// <summary>Arguments that link the objects.</summary>
    public IEnumerable<string> LinkArguments(IEnumerable<string> objects, string output)
    {
        string[] cuda = [];
        if (WithCuda)
        {
            var runtime = libtorch.Toolkit!.RuntimeLibrary;
            var directory = Path.GetDirectoryName(runtime)!;
            // By its full name: wheels have no libcudart.so without a number.
            cuda =
            [
                "-Wl,--no-as-needed",
                "-ltorch_cuda",
                "-Wl,--as-needed",
                "-lc10_cuda",
                $"-L{directory}",
                $"-l:{Path.GetFileName(runtime)}",
                $"-Wl,-rpath,{directory}",
            ];
        }

        return
        [
            "-shared",
            "-fopenmp",
            "-s",
            "-o",
            output,
            .. objects,
            $"-L{libtorch.LibraryDirectory}",
            $"-Wl,-rpath,{libtorch.LibraryDirectory}",
            // libtorch registers its operators when it is loaded, though nothing in it is named here.
            "-Wl,--no-as-needed",
            "-ltorch_cpu",
            "-ltorch",
            "-Wl,--as-needed",
            "-lc10",
            .. cuda,
        ];
    }

    /// <summary>NDEBUG and OpenMP as libtorch itself was built: class layouts and loops in headers depend on them.</summary>
    private string[] Flags() =>
        [
            libtorch.IsAtLeast(2, 10) ? "-std=c++20" : "-std=c++17",
            "-O2",
            "-DNDEBUG",
            "-fPIC",
            "-fopenmp",
            "-fvisibility=hidden",
            "-fvisibility-inlines-hidden",
            "-w",
            $"-D_GLIBCXX_USE_CXX11_ABI={(libtorch.Cxx11Abi ? 1 : 0)}",
            // -I, because -isystem /usr/include breaks libstdc++'s include_next.
            $"-I{includeDirectory}",
            $"-I{Path.Combine(includeDirectory, "torch/csrc/api/include")}",
            .. WithCuda
                ? libtorch.Toolkit!.IncludeDirectories.Select(directory => $"-I{directory}").Prepend("-DLAPTIME_CUDA")
                : [],
        ];

    private string Hash(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var library = new FileInfo(Path.Combine(libtorch.LibraryDirectory, "libtorch_cpu.so"));
        var identity = library.Exists ? $"{library.Length} {library.LastWriteTimeUtc.Ticks}" : "";
        string[] facts =
        [
            libtorch.Version,
            libtorch.Cuda ?? "",
            libtorch.LibraryDirectory,
            identity,
            Compiler.Identity,
            .. Flags(),
            .. LinkArguments([], ""),
        ];
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', facts)));
        foreach (var file in files)
        {
            var content = File.ReadAllBytes(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{Path.GetFileName(file)} {content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
