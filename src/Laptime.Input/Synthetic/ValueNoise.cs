using Laptime.Input.Transforms;

namespace Laptime.Input.Synthetic;

/// <summary>Adds smooth noise of one wavelength: random values on a lattice, interpolated between.</summary>
internal static class ValueNoise
{
    /// <summary>Adds to a plane.</summary>
    /// <param name="plane">Rows without gaps.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="wavelength">Distance of the lattice's points in pixels; at least 1.</param>
    /// <param name="amplitude">Largest value added and taken away.</param>
    /// <param name="random">Where the values come from.</param>
    public static void Add(Span<float> plane, int width, int wavelength, float amplitude, ref RandomStream random)
    {
        int height = plane.Length / width;
        int columns = (width / wavelength) + 2;
        float[] above = Draw(columns, amplitude, ref random);
        float[] below = Draw(columns, amplitude, ref random);
        float[] line = new float[columns];
        for (int y = 0; y < height; y++)
        {
            if (y > 0 && y % wavelength == 0)
            {
                above = below;
                below = Draw(columns, amplitude, ref random);
            }
            float down = Smooth((float)(y % wavelength) / wavelength);
            for (int i = 0; i < columns; i++)
            {
                line[i] = above[i] + (down * (below[i] - above[i]));
            }
            Span<float> row = plane.Slice(y * width, width);
            for (int x = 0, cell = 0; x < width; cell++)
            {
                float left = line[cell];
                float rise = line[cell + 1] - left;
                for (int k = 0; k < wavelength && x < width; k++, x++)
                {
                    row[x] += left + (Smooth((float)k / wavelength) * rise);
                }
            }
        }
    }

    private static float[] Draw(int count, float amplitude, ref RandomStream random)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = amplitude * (float)random.Uniform(-1, 1);
        }
        return values;
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));
}
