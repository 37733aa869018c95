using Microsoft.Win32.SafeHandles;

namespace Laptime.Torch.Weights;

/// <summary>A file of weights, open for reading. Nothing in it is executed; tensors are read when asked for.</summary>
public abstract class WeightFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private protected WeightFile(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
    }

    /// <summary>Where the file is, as given.</summary>
    public string Path { get; }

    /// <summary>The tensors, in the file's order; names are unique.</summary>
    public abstract IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Opens a file of weights of either kind, recognised by its content.</summary>
    /// <exception cref="WeightFileException">It cannot be read, or is something else; the message says which and what to do.</exception>
    public static WeightFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle? opened = null;
        try
        {
            opened = File.OpenHandle(path);
            WeightFile file = WeightFormat.Recognize(ReadHead(opened), RandomAccess.GetLength(opened)) switch
            {
                WeightFormat.Kind.Safetensors => SafetensorsFile.Read(path, opened),
                _ => PytorchFile.Read(path, opened),
            };
            opened = null;
            return file;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, e);
        }
        finally
        {
            opened?.Dispose();
        }
    }

    /// <summary>Reads one tensor, row-major and without gaps, whatever its strides in the file.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="destination">Exactly <see cref="WeightEntry.ByteCount"/> bytes; little-endian elements afterwards.</param>
    /// <exception cref="ArgumentException">The entry is not of this file, or the destination has another size.</exception>
    /// <exception cref="WeightFileException">The file ended early: it was changed since it was opened.</exception>
    public void ReadInto(WeightEntry entry, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (destination.Length != entry.ByteCount)
        {
            throw new ArgumentException(
                $"{entry.Name} has {entry.ByteCount} bytes, the destination {destination.Length}.",
                nameof(destination)
            );
        }

        try
        {
            ReadEntry(entry, handle, destination);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Refuse(Path, e);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            handle.Dispose();
        }
    }

    private protected abstract void ReadEntry(WeightEntry entry, SafeFileHandle file, Span<byte> destination);

    private protected static ArgumentException NotOfThisFile(WeightEntry entry) =>
        new($"{entry.Name} is not an entry of this file.", nameof(entry));

    /// <summary>Fills a buffer from a place in the file.</summary>
    /// <exception cref="InvalidDataException">The file ends before the destination is full.</exception>
    internal static void ReadFully(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(file, destination, offset);
            if (count == 0)
            {
                throw new InvalidDataException("it is cut short. Download or save it again.");
            }

            destination = destination[count..];
            offset += count;
        }
    }

    private static byte[] ReadHead(SafeFileHandle file)
    {
        var head = new byte[Math.Min(WeightFormat.HeadLength, RandomAccess.GetLength(file))];
        ReadFully(file, head, 0);
        return head;
    }

    private static WeightFileException Refuse(string path, Exception cause) =>
        cause switch
        {
            InvalidDataException => new($"Weights {path} can't be used: {cause.Message}"),
            FileNotFoundException or DirectoryNotFoundException => new(
                $"Weights {path}: there is no such file.",
                cause
            ),
            _ => new($"Weights {path} can't be read: {cause.Message}", cause),
        };
}
