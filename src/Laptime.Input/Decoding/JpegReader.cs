using System.Runtime.InteropServices;
using Laptime.Input.Libraries;
using static Laptime.Input.Libraries.TurboJpegApi;

namespace Laptime.Input.Decoding;

/// <summary>Decodes JPEG with libturbojpeg. Not thread-safe; one for each thread.</summary>
internal sealed unsafe class JpegReader : IDisposable
{
    /// <summary>
    /// Warnings after which part of the picture is missing. Others, such as stray bytes between segments, are common in
    /// real collections and harm nothing; every decoder passes over them.
    /// </summary>
    private static readonly string[] Damage = ["remature end", "bad Huffman", "bad arithmetic", "instead of RST"];

    private nint handle;
    private readonly PixelBuffer inks = new();

    public JpegReader()
    {
        SystemLibrary.TurboJpeg.Require();
        Start();
    }

    /// <summary>Whether a file begins as JPEG does: start of image, then another marker (ITU-T T.81, annex B).</summary>
    public static bool Knows(ReadOnlySpan<byte> file) => file is [0xFF, 0xD8, 0xFF, ..];

    /// <summary>Size of the picture.</summary>
    /// <exception cref="UnreadableException">The header makes no sense.</exception>
    public PictureSize Measure(ReadOnlySpan<byte> file, out bool hasInks)
    {
        fixed (byte* bytes = file)
        {
            // Unusual chroma sampling is reported as a failure here, after the size; it is decoded all the same.
            _ = tjDecompressHeader3(
                handle,
                bytes,
                new CULong((nuint)file.Length),
                out int width,
                out int height,
                out _,
                out int colours
            );
            if (width < 1 || height < 1)
            {
                throw Fail();
            }
            hasInks = colours is TJCS_CMYK or TJCS_YCCK;
            return new PictureSize(width, height);
        }
    }

    /// <summary>Decodes into memory of a size that <see cref="PictureSize.Over"/> gave for 1, 2, 4 or 8.</summary>
    /// <exception cref="UnreadableException">The file is damaged or of a kind that the library does not know.</exception>
    public void Decode(ReadOnlySpan<byte> file, Bitmap picture, bool hasInks)
    {
        Bitmap target = hasInks ? inks.Reserve(picture.Size) : picture;
        fixed (byte* bytes = file)
        {
            int result = tjDecompress2(
                handle,
                bytes,
                new CULong((nuint)file.Length),
                target.Row(0),
                target.Size.Width,
                target.Stride,
                target.Size.Height,
                hasInks ? TJPF_CMYK : TJPF_RGBX,
                TJFLAG_LIMITSCANS
            );
            if (result != 0 && IsFatal())
            {
                throw Fail();
            }
        }
        if (hasInks)
        {
            MixInks(target, picture);
        }
    }

    public void Dispose()
    {
        _ = tjDestroy(handle);
        inks.Dispose();
    }

    private void Start()
    {
        handle = tjInitDecompress();
        if (handle == nint.Zero)
        {
            throw new PictureException($"The JPEG decoder cannot start: {Error(nint.Zero)}.");
        }
    }

    /// <summary>A decoder that failed in a header stays in the middle of it and spoils the next file: it is replaced.</summary>
    private UnreadableException Fail()
    {
        UnreadableException failure = new(Error(handle));
        _ = tjDestroy(handle);
        Start();
        return failure;
    }

    private bool IsFatal() =>
        tjGetErrorCode(handle) != TJERR_WARNING
        || Array.Exists(Damage, word => Error(handle).Contains(word, StringComparison.Ordinal));

    /// <summary>Adobe stores inks inverted, and nobody else writes such files: red is cyan times black, and so on.</summary>
    private static void MixInks(Bitmap from, Bitmap to)
    {
        for (int row = 0; row < from.Size.Height; row++)
        {
            byte* ink = from.Row(row);
            byte* pixel = to.Row(row);
            for (int i = 0; i < from.Size.Width * 4; i += 4)
            {
                int black = ink[i + 3];
                for (int c = 0; c < 3; c++)
                {
                    pixel[i + c] = (byte)(((ink[i + c] * black) + 127) / 255);
                }
                pixel[i + 3] = 255;
            }
        }
    }
}
