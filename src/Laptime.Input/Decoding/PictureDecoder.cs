using Microsoft.Win32.SafeHandles;

namespace Laptime.Input.Decoding;

/// <summary>
/// Reads a file and decodes it no larger than its use needs. What it is, its first bytes say, not its name. Not
/// thread-safe; one for each thread.
/// </summary>
internal sealed class PictureDecoder : IDisposable
{
    private const long LargestFile = 1L << 28;
    private const int KeptFileBytes = 16 << 20;

    private readonly PixelBuffer pixels = new();
    private byte[] file = new byte[256 << 10];
    private JpegReader? jpeg;

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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UnreadableException(e is FileNotFoundException ? "the file is not there" : e.Message);
        }
    }

    /// <summary>
    /// JPEG is scaled by 1/2, 1/4 or 1/8 while it is decoded, as long as it stays as
    /// large as needed; libjpeg-turbo has fast transforms for these and slow ones for other eighths. What is at least
    /// twice as large as needed after that is shrunk by a box filter: bilinear sampling passes over pixels otherwise.
    /// </summary>
    /// <param name="content">Content of a file.</param>
    /// <param name="needed">Pixels that the shorter side needs.</param>
    /// <param name="full">Size of the picture in the file.</param>
    /// <returns>The picture, good until the next call.</returns>
    /// <exception cref="UnreadableException">It is no picture, or a damaged one.</exception>
    public Bitmap Decode(ReadOnlySpan<byte> content, double needed, out PictureSize full)
    {
        Bitmap picture;
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
            picture = pixels.Reserve(full.Over(factor));
            jpeg.Decode(content, picture, hasInks);
        }
        else if (PngReader.Knows(content))
        {
            picture = PngReader.Decode(content, pixels);
            full = picture.Size;
        }
        else
        {
            throw new UnreadableException("it is neither JPEG nor PNG");
        }
        int left = (int)(picture.Size.Shorter / Math.Max(1, needed));
        return left >= 2 ? BoxFilter.Shrink(picture, left) : picture;
    }

    public void Dispose()
    {
        jpeg?.Dispose();
        pixels.Dispose();
    }
}
