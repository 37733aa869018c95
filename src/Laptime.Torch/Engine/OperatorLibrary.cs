namespace Laptime.Torch.Engine;

/// <summary>Finds libraries with operators that programs use besides libtorch's own.</summary>
public static class OperatorLibrary
{
    /// <summary>Name space of torchvision's operators: non-maximum suppression, pooling of regions.</summary>
    public const string Torchvision = "torchvision";

    /// <summary>
    /// torchvision's library beside a libtorch: in the same Python, in Debian's, or built for C++. Only files are looked
    /// at; whether it fits is seen when it is loaded.
    /// </summary>
    /// <returns>Its path; null: there is none.</returns>
    public static string? FindTorchvision(LibtorchBuild libtorch)
    {
        ArgumentNullException.ThrowIfNull(libtorch);
        string libraries = libtorch.LibraryDirectory;
        (string Directory, string Pattern)[] places =
        [
            // …/site-packages/torch/lib
            (Path.GetFullPath(Path.Combine(libraries, "..", "..", Torchvision)), "_C*.so"),
            (libraries, "libtorchvision.so"),
            .. libraries.StartsWith("/usr/lib", StringComparison.Ordinal)
                ? new[] { ("/usr/lib/python3/dist-packages/" + Torchvision, "_C*.so") }
                : [],
        ];
        return places
            .Where(place => Directory.Exists(place.Directory))
            .SelectMany(place => Directory.EnumerateFiles(place.Directory, place.Pattern).Order(StringComparer.Ordinal))
            .FirstOrDefault();
    }
}
