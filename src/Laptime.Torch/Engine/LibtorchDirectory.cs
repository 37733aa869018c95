using System.Runtime.InteropServices;

namespace Laptime.Torch.Engine;

/// <summary>
/// Looks at a directory that may hold a libtorch: an unpacked libtorch archive, the torch directory of a Python, or a
/// prefix such as /usr. Only files are read, no library is loaded.
/// </summary>
internal static class LibtorchDirectory
{
    private const string CpuLibrary = "libtorch_cpu.so";

    private static readonly string Triplet = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.Arm64 => "aarch64-linux-gnu",
        _ => "x86_64-linux-gnu",
    };

    private static readonly string[] LibraryPlaces =
    [
        "lib",
        "lib64",
        $"lib/{Triplet}",
        $"usr/lib/{Triplet}",
        "usr/lib",
        "usr/lib64",
    ];

    private static readonly string[] VersionHeaders =
    [
        "torch/csrc/api/include/torch/version.h",
        // Since 2.9 the numbers are here, and the other file includes it.
        "torch/headeronly/version.h",
    ];

    /// <summary>The libtorch in a directory.</summary>
    /// <returns>The build, or the reason why there is none, as a clause.</returns>
    public static (LibtorchBuild? Build, string Reason) Inspect(
        EngineEnvironment environment,
        string origin,
        string directory
    )
    {
        if (!Directory.Exists(directory))
        {
            return (null, "is not there");
        }

        string[] roots = PackagePrefix(directory) is { } prefix ? [directory, prefix] : [directory];
        if (FindLibraries(roots) is not { } libraries)
        {
            return (null, $"has no {CpuLibrary}");
        }

        if (ReadAbi(libraries) is not { } cxx11Abi)
        {
            return (null, "has no libc10.so that says its C++ ABI");
        }

        var includes = FindHeaders(roots, out var headerVersion);
        var (version, cuda) = ReadVersion(directory);
        version ??= headerVersion;
        if (version is null)
        {
            return (null, "says nowhere which version it is");
        }

        if (headerVersion is not null && !version.StartsWith(headerVersion, StringComparison.Ordinal))
        {
            return (null, $"is version {version}, but its headers are of {headerVersion}");
        }

        var hasCuda = Has(libraries, "libtorch_cuda.so");
        cuda = hasCuda ? cuda ?? VersionFile.ParseLocalCuda(version) : null;
        var toolkit = hasCuda ? CudaToolkitFinder.Find(environment, directory, libraries, cuda) : null;
        return (
            new LibtorchBuild
            {
                Version = version,
                Origin = origin,
                LibraryDirectory = libraries,
                IncludeDirectory = includes,
                HasCuda = hasCuda,
                Cuda = cuda,
                Toolkit = toolkit,
                Cudnn = toolkit is null ? null : CudaToolkitFinder.FindCudnn(environment, toolkit),
                Cxx11Abi = cxx11Abi,
            },
            ""
        );
    }

    /// <summary>
    /// Where a distribution keeps the libraries and headers of its Python package: /usr for
    /// /usr/lib/python3/dist-packages/torch. Null if the directory is no such package.
    /// </summary>
    private static string? PackagePrefix(string directory) =>
        Path.GetFullPath(directory).Split('/') is [.., _, var python, "dist-packages" or "site-packages", "torch"]
        && python.StartsWith("python", StringComparison.Ordinal)
            ? Path.GetFullPath(Path.Combine(directory, "../../../.."))
            : null;

    private static string? FindLibraries(string[] roots)
    {
        foreach (var place in roots.SelectMany(root => LibraryPlaces.Select(place => Path.Combine(root, place))))
        {
            if (!Has(place, CpuLibrary))
            {
                continue;
            }

            // Debian links its Python package's libraries to the system's: the same build, wherever it was met.
            var file = Directory.EnumerateFiles(place, CpuLibrary + "*").Order(StringComparer.Ordinal).First();
            var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
            return File.Exists(target) ? Path.GetFullPath(Path.GetDirectoryName(target)!) : null;
        }

        return null;
    }

    private static string? FindHeaders(string[] roots, out string? version)
    {
        version = null;
        foreach (
            var root in roots.SelectMany(r => new[] { Path.Combine(r, "include"), Path.Combine(r, "usr/include") })
        )
        {
            version = VersionHeaders
                .Select(header => Path.Combine(root, header))
                .Where(File.Exists)
                .Select(header => VersionFile.ParseHeader(File.ReadAllText(header)))
                .FirstOrDefault(v => v is not null);
            if (version is not null)
            {
                var target = Directory.ResolveLinkTarget(Path.Combine(root, "torch"), returnFinalTarget: true);
                return Path.GetFullPath(target is null ? root : Path.GetDirectoryName(target.FullName)!);
            }
        }

        return null;
    }

    private static (string? Version, string? Cuda) ReadVersion(string directory)
    {
        var python = Path.Combine(directory, "version.py");
        var archive = Path.Combine(directory, "build-version");
        return File.Exists(python) ? VersionFile.ParsePython(File.ReadAllText(python))
            : File.Exists(archive) ? (File.ReadAllText(archive).Trim(), null)
            : (null, null);
    }

    /// <summary>Whether c10::Error takes a C++11 string, by the name of its constructor; null if it has none.</summary>
    private static bool? ReadAbi(string libraries)
    {
        var path = Path.Combine(libraries, "libc10.so");
        path = File.Exists(path) ? path : Directory.EnumerateFiles(libraries, "libc10.so.*").FirstOrDefault();
        if (path is null)
        {
            return null;
        }

        ReadOnlySpan<byte> library = File.ReadAllBytes(path);
        var start = library.IndexOf("_ZN3c105ErrorC"u8);
        if (start < 0)
        {
            return null;
        }

        var symbol = library[start..];
        return symbol[..symbol.IndexOf((byte)0)].IndexOf("__cxx11"u8) >= 0;
    }

    private static bool Has(string directory, string library) =>
        Directory.Exists(directory) && Directory.EnumerateFiles(directory, library + "*").Any();
}
