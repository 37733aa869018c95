using System.Collections.Immutable;
using System.Globalization;

namespace Laptime.Torch.Engine;

/// <summary>A libtorch on this machine.</summary>
public sealed record LibtorchBuild
{
    /// <summary>Version as PyTorch writes it: <c>2.11.0+cu130</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Where it was found: LAPTIME_LIBTORCH, LAPTIME_PYTHON, python3, conda, system.</summary>
    public required string Origin { get; init; }

    /// <summary>Directory of libtorch_cpu.so, links resolved.</summary>
    public required string LibraryDirectory { get; init; }

    /// <summary>Directory with ATen, c10 and torch below it; null: no headers, so no adapter can be built.</summary>
    public required string? IncludeDirectory { get; init; }

    /// <summary>Whether libtorch_cuda.so is there.</summary>
    public required bool HasCuda { get; init; }

    /// <summary>CUDA version it was built with: <c>13.0</c>; null: CPU only, or not said.</summary>
    public string? Cuda { get; init; }

    /// <summary>CUDA's own headers and runtime; null: CPU only, or not found.</summary>
    public CudaToolkit? Toolkit { get; init; }

    /// <summary>Version of the cuDNN beside the toolkit: <c>9.1.0</c>; null: none, or not said.</summary>
    public string? Cudnn { get; init; }

    /// <summary>Whether its strings are those of the C++11 ABI of libstdc++; PyTorch's wheels before 2.6 are older.</summary>
    public required bool Cxx11Abi { get; init; }

    /// <summary>Whether it is of this version or later.</summary>
    internal bool IsAtLeast(int major, int minor)
    {
        var parts = Version.Split('.');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ownMajor)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ownMinor)
            && (ownMajor, ownMinor).CompareTo((major, minor)) >= 0;
    }
}

/// <summary>What compiling against CUDA needs besides libtorch.</summary>
/// <param name="IncludeDirectories">Where cuda_runtime_api.h and its kin are; never empty.</param>
/// <param name="RuntimeLibrary">Path of libcudart.so.</param>
public sealed record CudaToolkit(ImmutableArray<string> IncludeDirectories, string RuntimeLibrary);

/// <summary>A place where a libtorch could have been.</summary>
/// <param name="Origin">Kind of place: python3, conda, system.</param>
/// <param name="Place">Directory or program.</param>
/// <param name="Reason">Why it was not taken, as a clause: <c>has no libtorch_cpu.so</c>.</param>
public sealed record LibtorchAttempt(string Origin, string Place, string Reason);

/// <summary>What the search for libtorch brought.</summary>
/// <param name="Build">The libtorch to use; null: none.</param>
/// <param name="Tried">The places looked at before, in their order.</param>
public sealed record LibtorchSearch(LibtorchBuild? Build, ImmutableArray<LibtorchAttempt> Tried)
{
    /// <summary>The libtorch to use.</summary>
    /// <exception cref="EngineException">None was found.</exception>
    public LibtorchBuild Require() =>
        Build
        ?? throw new EngineException(
            $"No libtorch was found: {string.Join("; ", Tried.Select(t => $"{t.Origin}: {t.Place} {t.Reason}"))}. {Remedies.Libtorch}"
        );
}
