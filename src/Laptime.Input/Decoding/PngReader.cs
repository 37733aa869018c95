using Laptime.Input.Libraries;
using static Laptime.Input.Libraries.PngApi;

namespace Laptime.Input.Decoding;

/// <summary>
/// Decodes PNG of every colour type and depth with libpng. What is transparent keeps its colour, as it does in the
/// loaders that this one is compared with; 16 bits are taken as sRGB.
/// </summary>
internal static unsafe class PngReader
{
    /// <summary>Whether a file begins with the signature of PNG (W3C PNG, 5.2).</summary>
    public static bool Knows(ReadOnlySpan<byte> file) => file is [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..];

    /// <summary>Decodes into memory that is reserved once the size is known.</summary>
    /// <exception cref="UnreadableException">The file is damaged.</exception>
    public static Bitmap Decode(ReadOnlySpan<byte> file, PixelBuffer pixels)
    {
        SystemLibrary.Png.Require();
        Image image = new() { Version = PNG_IMAGE_VERSION };
        fixed (byte* bytes = file)
        {
            try
            {
                if (png_image_begin_read_from_memory(&image, bytes, (nuint)file.Length) == 0)
                {
                    throw new UnreadableException(Error(&image));
                }
                PictureSize size = new(
                    (int)Math.Min(image.Width, int.MaxValue),
                    (int)Math.Min(image.Height, int.MaxValue)
                );
                size.Check();
                Bitmap picture = pixels.Reserve(size);
                image.Format = PNG_FORMAT_RGBA;
                image.Flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
                if (png_image_finish_read(&image, null, picture.Row(0), picture.Stride, null) == 0)
                {
                    throw new UnreadableException(Error(&image));
                }
                return picture;
            }
            finally
            {
                png_image_free(&image);
            }
        }
    }
}
