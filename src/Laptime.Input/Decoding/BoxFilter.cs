namespace Laptime.Input.Decoding;

/// <summary>Makes a picture smaller by a whole factor: each new pixel is the mean of a square of old ones.</summary>
internal static unsafe class BoxFilter
{
    /// <summary>Works in place. Squares at the right and lower edge hold what there is of them.</summary>
    /// <param name="pixels">Four bytes a pixel, rows without gaps.</param>
    /// <param name="size">Size before.</param>
    /// <param name="factor">At least 1.</param>
    public static PictureSize Shrink(byte* pixels, PictureSize size, int factor)
    {
        PictureSize after = size.Over(factor);
        for (int y = 0; y < after.Height; y++)
        {
            int bottom = Math.Min((y + 1) * factor, size.Height);
            for (int x = 0; x < after.Width; x++)
            {
                int right = Math.Min((x + 1) * factor, size.Width);
                uint red = 0;
                uint green = 0;
                uint blue = 0;
                for (int row = y * factor; row < bottom; row++)
                {
                    byte* from = pixels + ((((long)row * size.Width) + (x * factor)) * 4);
                    for (int column = x * factor; column < right; column++, from += 4)
                    {
                        red += from[0];
                        green += from[1];
                        blue += from[2];
                    }
                }
                uint count = (uint)((bottom - (y * factor)) * (right - (x * factor)));
                // Never ahead of what is still to be read: a new row ends before the old ones that it stands for.
                byte* to = pixels + ((((long)y * after.Width) + x) * 4);
                to[0] = (byte)((red + (count / 2)) / count);
                to[1] = (byte)((green + (count / 2)) / count);
                to[2] = (byte)((blue + (count / 2)) / count);
                to[3] = 255;
            }
        }
        return after;
    }
}
