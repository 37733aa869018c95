using System.Collections.Immutable;
using System.Security.Cryptography;
using Laptime.Torch.Weights;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Torch.Script;

/// <summary>
/// A TorchScript program in a file (<c>torch.jit.save</c>), looked at without running anything of it. libtorch's own
/// reader trusts what it reads; whatever would make it read beyond its memory, recurse without end or take more memory
/// than the file has is refused here, before libtorch sees it.
/// </summary>
public sealed record ScriptFile
{
    private ScriptFile() { }

    /// <summary>Where it is, as given.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its content, 64 hexadecimal digits: which program it is, on any machine and by any name.</summary>
    public required string Digest { get; init; }

    /// <summary>Name spaces of the operators that the program calls besides libtorch's own, sorted: <c>torchvision</c>.</summary>
    public required ImmutableArray<string> OperatorNamespaces { get; init; }

    /// <summary>Looks at a file.</summary>
    /// <exception cref="ScriptFileException">It is something else, damaged, or made to do harm; the message says what to do.</exception>
    public static ScriptFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new ScriptFileException(ScriptFormat.ExplainDirectory(path));
        }
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            byte[] head = new byte[Math.Min(WeightFormat.HeadLength, RandomAccess.GetLength(file))];
            WeightFile.ReadFully(file, head, 0);
            if (ScriptFormat.WhyNot(head) is { } reason)
            {
                throw new InvalidDataException(reason);
            }
            ScriptArchive archive = ScriptArchive.Open(file);
            return new ScriptFile
            {
                Path = path,
                Digest = ReadDigest(path),
                OperatorNamespaces = archive.Check(),
            };
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, e);
        }
    }

    /// <summary>SHA-256 of a file's content, 64 hexadecimal digits.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string ReadDigest(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static ScriptFileException Refuse(string path, Exception cause) =>
        cause switch
        {
            InvalidDataException => new($"{path} can't be run as TorchScript: {cause.Message}"),
            FileNotFoundException or DirectoryNotFoundException => new($"There is no file {path}.", cause),
            _ => new($"{path} can't be read: {cause.Message}", cause),
        };
}
