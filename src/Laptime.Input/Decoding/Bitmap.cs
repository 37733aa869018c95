namespace Laptime.Input.Decoding;

/// <summary>A decoded picture in memory of its decoder, until that decodes the next.</summary>
/// <param name="Pixels">Four bytes a pixel: red, green, blue and one without meaning. Eight bytes can be read at each of them.</param>
/// <param name="Size">Size.</param>
/// <param name="Stride">Bytes from one row to the next.</param>
internal readonly unsafe record struct Bitmap(nint Pixels, PictureSize Size, int Stride)
{
    /// <summary>The first byte of a row.</summary>
    public byte* Row(int row) => (byte*)Pixels + ((nint)row * Stride);
}
