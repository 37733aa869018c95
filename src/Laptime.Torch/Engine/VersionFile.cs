using System.Text.RegularExpressions;

namespace Laptime.Torch.Engine;

/// <summary>The files in which a libtorch says its version.</summary>
internal static partial class VersionFile
{
    /// <summary>Version and CUDA version in torch/version.py.</summary>
    /// <returns>Null where the text does not say; the CUDA version is null for CPU builds too.</returns>
    public static (string? Version, string? Cuda) ParsePython(string text)
    {
        var version = PythonVersion().Match(text) is { Success: true } match ? match.Groups["value"].Value : null;
        var cuda = PythonCuda().Match(text) is { Success: true } cudaMatch ? cudaMatch.Groups["value"].Value : null;
        return (version is null ? null : DebianMark().Replace(version, ""), cuda);
    }

    /// <summary>Version in torch/version.h: <c>2.11.0</c>; null if the text does not say.</summary>
    public static string? ParseHeader(string text) => Join(HeaderPart().Matches(text), "MAJOR", "MINOR", "PATCH");

    /// <summary>CUDA version in the local part of a version: 11.8 of <c>2.1.0+cu118</c>; null if there is none.</summary>
    public static string? ParseLocalCuda(string version) =>
        LocalCuda().Match(version) is { Success: true } match
            ? $"{match.Groups["major"].Value}.{match.Groups["minor"].Value}"
            : null;

    /// <summary>Major CUDA version of cuda_runtime_api.h; null if the text does not say.</summary>
    public static string? ParseCudaHeader(string text) =>
        CudaHeader().Match(text) is { Success: true } match ? match.Groups["major"].Value : null;

    /// <summary>Version in cudnn_version.h: <c>9.1.0</c>; null if the text does not say.</summary>
    public static string? ParseCudnnHeader(string text) =>
        Join(CudnnPart().Matches(text), "MAJOR", "MINOR", "PATCHLEVEL");

    /// <summary>The numbers of a version that a header defines one by one; null if one is missing.</summary>
    private static string? Join(MatchCollection matches, params string[] names)
    {
        var parts = matches.ToDictionary(m => m.Groups["part"].Value, m => m.Groups["number"].Value);
        return names.All(parts.ContainsKey) ? string.Join('.', names.Select(name => parts[name])) : null;
    }

    // Debian's package says 1.13.0a0 or 2.6.0+debian for what its headers call 1.13.0 and 2.6.0.
    [GeneratedRegex(@"(a0|\+debian)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DebianMark();

    [GeneratedRegex(
        @"^__version__\s*(?::\s*\w+\s*)?=\s*['""](?<value>[^'""]+)['""]",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PythonVersion();

    [GeneratedRegex(
        @"^cuda\s*(?::[^=\n]*)?=\s*['""](?<value>[^'""]+)['""]",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PythonCuda();

    [GeneratedRegex(
        @"^#define TORCH_VERSION_(?<part>MAJOR|MINOR|PATCH)\s+(?<number>\d+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex HeaderPart();

    [GeneratedRegex(@"\+cu(?<major>\d+)(?<minor>\d)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LocalCuda();

    [GeneratedRegex(
        @"^#define\s+CUDNN_(?<part>MAJOR|MINOR|PATCHLEVEL)\s+(?<number>\d+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CudnnPart();

    // 12040 is 12.4.
    [GeneratedRegex(
        @"^#define\s+CUDART_VERSION\s+(?<major>\d+)\d{3}\b",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex CudaHeader();
}
