namespace Laptime.Input.Decoding;

/// <summary>Makes a picture smaller by a whole factor: each new pixel is the mean of a square of old ones.</summary>
internal static unsafe class BoxFilter
{
    /// <summary>Works in place. Squares at the right and lower edge hold what there is of them.</summary>
    /// <param name="picture">The picture; its memory holds the smaller one afterwards.</param>
    /// <param name="factor">At least 1.</param>
    public static Bitmap Shrink(Bitmap picture, int factor)
    {
        PictureSize size = picture.Size;
        PictureSize after = size.Over(factor);
        for (int y = 0; y < after.Height; y++)
        {
            int top = y * factor;
            int rows = Math.Min(factor, size.Height - top);
            for (int x = 0; x < after.Width; x++)
            {
                int left = x * factor;
                int columns = Math.Min(factor, size.Width - left);
                uint red = 0;
                uint green = 0;
                uint blue = 0;
                for (int row = 0; row < rows; row++)
                {
                    byte* from = picture.Row(top + row) + ((nint)left * 4);
                    for (int column = 0; column < columns; column++, from += 4)
                    {
                        red += from[0];
                        green += from[1];
                        blue += from[2];
                    }
                }
                uint count = (uint)(rows * columns);
                // Never ahead of what is still to be read.
                byte* to = picture.Row(y) + ((nint)x * 4);
                to[0] = (byte)((red + (count / 2)) / count);
                to[1] = (byte)((green + (count / 2)) / count);
                to[2] = (byte)((blue + (count / 2)) / count);
                to[3] = 255;
            }
        }
        return picture with { Size = after };
    }
}
