namespace Laptime.Input.Decoding;

/// <summary>Width and height in pixels.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>
    /// Largest picture that is decoded, 2^27 pixels: half a gigabyte. Cameras stay below; headers made to exhaust the
    /// memory do not.
    /// </summary>
    public const long MostPixels = 1L << 27;

    public int Shorter => Math.Min(Width, Height);

    public long Pixels => (long)Width * Height;

    /// <summary>Size of the picture scaled down by a whole factor, rounded up as JPEG decoders do.</summary>
    public PictureSize Over(int factor) => new((Width + factor - 1) / factor, (Height + factor - 1) / factor);

    /// <summary>Refuses sizes that no picture should have.</summary>
    /// <exception cref="UnreadableException">A side is missing, or it is larger than any picture should be.</exception>
    public void Check()
    {
        if (Width < 1 || Height < 1)
        {
            throw new UnreadableException("the picture is empty");
        }
        if (Pixels > MostPixels)
        {
            throw new UnreadableException($"{Width} x {Height} pixels are more than {MostPixels / 1_000_000} million");
        }
    }
}
