using System.Runtime.InteropServices;
using Laptime.Input.Libraries;
using static Laptime.Input.Libraries.TurboJpegApi;

namespace Laptime.Input.Synthetic;

/// <summary>Encodes JPEG with libturbojpeg, chroma at half resolution. Not thread-safe.</summary>
internal sealed unsafe class JpegWriter : IDisposable
{
    private readonly nint handle;

    /// <summary>Starts an encoder.</summary>
    /// <exception cref="PictureException">The library is missing.</exception>
    public JpegWriter()
    {
        SystemLibrary.TurboJpeg.Require();
        handle = tjInitCompress();
        if (handle == nint.Zero)
        {
            throw new PictureException($"The JPEG encoder cannot start: {Error(nint.Zero)}.");
        }
    }

    /// <summary>Encodes.</summary>
    /// <param name="pixels">Four bytes a pixel, rows without gaps.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="quality">1 to 100.</param>
    public byte[] Encode(ReadOnlySpan<byte> pixels, int width, int quality)
    {
        byte* jpeg = null;
        CULong size = default;
        try
        {
            fixed (byte* source = pixels)
            {
                int height = pixels.Length / 4 / width;
                int result = tjCompress2(
                    handle,
                    source,
                    width,
                    width * 4,
                    height,
                    TJPF_RGBX,
                    ref jpeg,
                    ref size,
                    TJSAMP_420,
                    quality,
                    0
                );
                return result == 0
                    ? new ReadOnlySpan<byte>(jpeg, checked((int)size.Value)).ToArray()
                    : throw new PictureException($"A picture cannot be encoded: {Error(handle)}.");
            }
        }
        finally
        {
            tjFree(jpeg);
        }
    }

    public void Dispose() => _ = tjDestroy(handle);
}
