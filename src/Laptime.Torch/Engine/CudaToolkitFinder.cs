using System.Collections.Immutable;

namespace Laptime.Torch.Engine;

/// <summary>Finds the CUDA headers and runtime that fit a libtorch.</summary>
internal static class CudaToolkitFinder
{
    private const string Header = "cuda_runtime_api.h";

    private static readonly string[] RuntimePlaces = ["lib64", "lib", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"];

    /// <summary>The first place with headers and a runtime of the same major version; null if there is none.</summary>
    /// <param name="environment">The machine.</param>
    /// <param name="torch">Directory of libtorch; its neighbours in Python's site-packages are looked at.</param>
    /// <param name="libraries">Directory of its libraries.</param>
    /// <param name="cuda">Its CUDA version; null: not known, so that any will do.</param>
    public static CudaToolkit? Find(EngineEnvironment environment, string torch, string libraries, string? cuda)
    {
        var major = cuda?.Split('.')[0];
        var wheels = Below(Path.Combine(torch, "..", "nvidia"));
        string?[] prefixes =
        [
            environment.Setting("CUDA_HOME"),
            environment.Setting("CUDA_PATH"),
            environment.Setting("CONDA_PREFIX"),
            environment.Setting("CONDA_PREFIX") is { } conda ? Path.Combine(conda, "targets/x86_64-linux") : null,
            environment.Rooted("usr/local/cuda"),
            environment.Rooted("usr"),
        ];
        string[] roots = [.. prefixes.OfType<string>()];
        var runtimes = (string[])
            [
                libraries,
                .. wheels.Select(root => Path.Combine(root, "lib")),
                .. roots.SelectMany(root => RuntimePlaces.Select(place => Path.Combine(root, place))),
            ];
        var runtime = runtimes
            .Select(directory => FindRuntime(directory, major))
            .FirstOrDefault(path => path is not null);
        var includes =
            FindHeaders(wheels, major) ?? roots.Select(r => FindHeaders([r], major)).FirstOrDefault(i => i is not null);
        return runtime is null || includes is null ? null : new CudaToolkit([.. includes], runtime);
    }

    /// <summary>Version of the cuDNN beside a toolkit, by its header; null: none found.</summary>
    public static string? FindCudnn(EngineEnvironment environment, CudaToolkit toolkit) =>
        toolkit
            .IncludeDirectories.Append(environment.Rooted("usr/include"))
            .Append(environment.Rooted("usr/include/x86_64-linux-gnu"))
            .Select(directory => Path.Combine(directory, "cudnn_version.h"))
            .Where(File.Exists)
            .Select(header => VersionFile.ParseCudnnHeader(File.ReadAllText(header)))
            .FirstOrDefault(version => version is not null);

    /// <summary>Wheels spread the headers over several directories, so all of them count together.</summary>
    private static string[]? FindHeaders(IReadOnlyList<string> roots, string? major)
    {
        string[] includes = [.. roots.Select(root => Path.Combine(root, "include")).Where(Directory.Exists)];
        var header = includes.Select(directory => Path.Combine(directory, Header)).FirstOrDefault(File.Exists);
        return header is not null && (major is null || VersionFile.ParseCudaHeader(File.ReadAllText(header)) == major)
            ? includes
            : null;
    }

    private static string? FindRuntime(string directory, string? major) =>
        Directory.Exists(directory)
            ? Directory
                .EnumerateFiles(directory, "libcudart*.so.*")
                .Where(path => major is null || path.Split(".so.")[^1].Split('.')[0] == major)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
            : null;

    private static ImmutableArray<string> Below(string directory) =>
        Directory.Exists(directory)
            ? [.. Directory.EnumerateDirectories(Path.GetFullPath(directory)).Order(StringComparer.Ordinal)]
            : [];
}
