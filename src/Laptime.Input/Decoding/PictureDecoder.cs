using Microsoft.Win32.SafeHandles;

namespace Laptime.Input.Decoding;

/// <summary>
/// Reads a file and decodes it no larger than its use needs. What it is, its first bytes say, not its name. Not
/// thread-safe; one for each thread.
/// </summary>
internal sealed unsafe class PictureDecoder : IDisposable
{
    private const long LargestFile = 1L << 28;
    private const int KeptFileBytes = 16 << 20;

    private readonly PixelBuffer pixels = new();
    private byte[] file = new byte[256 << 10];
    private JpegReader? jpeg;

    /// <summary>Pixels of the last picture: four bytes each, rows without gaps.</summary>
    public byte* Pixels => pixels.Address;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="UnreadableException">It cannot be read, or it is empty.</exception>
    public ReadOnlySpan<byte> Read(string path)
    {
        try
        {
            using SafeFileHandle handle = File.OpenHandle(path);
            long length = RandomAccess.GetLength(handle);
            if (length > LargestFile)
            {
                throw new UnreadableException($"the file is larger than {LargestFile >> 20} MiB");
            }
            if (file.Length < length || (file.Length > KeptFileBytes && length < KeptFileBytes))
            {
                file = new byte[Math.Max(length, 256 << 10)];
            }
            int got = 0;
            while (
                got < length && RandomAccess.Read(handle, file.AsSpan(got, (int)length - got), got) is > 0 and int more
            )
            {
                got += more;
            }
            return got > 0 ? file.AsSpan(0, got) : throw new UnreadableException("the file is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableException(e is FileNotFoundException ? "the file is not there" : e.Message);
        }
    }

    /// <summary>
    /// Decodes into <see cref="Pixels"/>. JPEG is scaled by 1/2, 1/4 or 1/8 while it is decoded, as long as it stays as
    /// large as needed; libjpeg-turbo has fast transforms for these and slow ones for other eighths. What is at least
    /// twice as large as needed after that is shrunk by a box filter: bilinear sampling passes over pixels otherwise.
    /// </summary>
    /// <param name="content">Content of a file.</param>
    /// <param name="needed">Pixels that the shorter side needs.</param>
    /// <param name="full">Size of the picture in the file.</param>
    /// <returns>Size of what was decoded.</returns>
    /// <exception cref="UnreadableException">It is no picture, or a damaged one.</exception>
    public PictureSize Decode(ReadOnlySpan<byte> content, double needed, out PictureSize full)
    {
        PictureSize size;
        if (JpegReader.Knows(content))
        {
            jpeg ??= new JpegReader();
            full = jpeg.Measure(content, out bool hasInks);
            full.Check();
            int factor = 8;
            while (factor > 1 && full.Over(factor).Shorter < needed)
            {
                factor /= 2;
            }
            size = full.Over(factor);
            pixels.Reserve(size.Pixels * 4);
            jpeg.Decode(content, size, hasInks, Pixels);
        }
        else if (PngReader.Knows(content))
        {
            size = full = PngReader.Decode(content, pixels);
        }
        else
        {
            throw new UnreadableException("it is neither JPEG nor PNG");
        }
        int left = (int)(size.Shorter / Math.Max(1, needed));
        return left >= 2 ? BoxFilter.Shrink(Pixels, size, left) : size;
    }

    public void Dispose()
    {
        jpeg?.Dispose();
        pixels.Dispose();
    }
}
