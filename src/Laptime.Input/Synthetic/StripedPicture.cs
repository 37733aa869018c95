using Laptime.Input.Transforms;

namespace Laptime.Input.Synthetic;

/// <summary>
/// A made-up photograph: a background of two colours under noise with as much of it in every octave, as natural pictures
/// have (Field, J. Opt. Soc. Am. A 4, 1987), small blobs with stripes in any direction, and one larger blob. Whether its
/// stripes lie level or stand upright is the class; a flip, ten degrees or a change of light do not touch it. Colours, places, sizes and the
/// width of stripes are drawn in the same way for both, so that no mean or histogram of colours tells them apart.
/// </summary>
internal static class StripedPicture
{
    /// <summary>Changes with the pictures drawn.</summary>
    public const int Version = 1;

    /// <summary>Names of the classes, in the order of the labels.</summary>
    public static readonly string[] Classes = ["level", "upright"];

    private const double LargestTilt = 15;
    private const int Blobs = 4;

    // Amplitudes by wavelength in pixels.
    private static readonly (int Wavelength, float Amplitude)[] Light =
    [
        (128, 26),
        (64, 22),
        (32, 19),
        (16, 17),
        (8, 15),
        (4, 14),
        (2, 12),
        (1, 7),
    ];

    private static readonly (int Wavelength, float Amplitude)[] Colour = [(128, 14), (48, 10), (12, 6)];

    /// <summary>Draws one.</summary>
    /// <param name="label">0 or 1.</param>
    /// <param name="random">Stream of the picture.</param>
    /// <param name="pixels">Receives four bytes a pixel.</param>
    /// <returns>Its width.</returns>
    public static int Draw(int label, RandomStream random, out byte[] pixels)
    {
        int width = 320 + random.Below(161);
        int height = 290 + random.Below(131);
        float[][] planes = [.. Enumerable.Range(0, 3).Select(_ => new float[width * height])];
        Background(planes, width, height, ref random);
        int shorter = Math.Min(width, height);
        for (int i = 0; i < Blobs; i++)
        {
            double anyDirection = random.Uniform(0, Math.PI);
            var distraction = Stripes.Draw(ref random, anyDirection, shorter);
            Blob.Draw(ref random, width, height, 0.06, 0.16).Paint(planes, width, Colours(ref random), distraction);
        }
        double tilt = random.Uniform(-LargestTilt, LargestTilt) * Math.PI / 180;
        var stripes = Stripes.Draw(ref random, tilt + (label == 0 ? Math.PI / 2 : 0), shorter);
        Blob.Draw(ref random, width, height, 0.26, 0.4).Paint(planes, width, Colours(ref random), stripes);
        Grain(planes, width, ref random);
        pixels = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                pixels[(i * 4) + c] = (byte)Math.Clamp(planes[c][i], 0, 255);
            }
        }
        return width;
    }

    /// <summary>One colour at one end, another at the other.</summary>
    private static void Background(float[][] planes, int width, int height, ref RandomStream random)
    {
        (float, float, float) from = Colours(ref random);
        (float, float, float) to = Colours(ref random);
        (double sin, double cos) = Math.SinCos(random.Uniform(0, 2 * Math.PI));
        float[] start = [from.Item1, from.Item2, from.Item3];
        float[] end = [to.Item1, to.Item2, to.Item3];
        for (int i = 0; i < width * height; i++)
        {
            double x = (2.0 * (i % width) / width) - 1;
            double y = (2.0 * (i / width) / height) - 1;
            float part = (float)(0.5 + (0.35 * ((x * cos) + (y * sin))));
            for (int c = 0; c < 3; c++)
            {
                planes[c][i] = start[c] + (part * (end[c] - start[c]));
            }
        }
    }

    private static void Grain(float[][] planes, int width, ref RandomStream random)
    {
        float[] light = new float[planes[0].Length];
        foreach ((int wavelength, float amplitude) in Light)
        {
            ValueNoise.Add(light, width, wavelength, amplitude, ref random);
        }
        foreach (float[] plane in planes)
        {
            foreach ((int wavelength, float amplitude) in Colour)
            {
                ValueNoise.Add(plane, width, wavelength, amplitude, ref random);
            }
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] += light[i];
            }
        }
    }

    private static (float, float, float) Colours(ref RandomStream random) =>
        ((float)random.Uniform(50, 205), (float)random.Uniform(50, 205), (float)random.Uniform(50, 205));

    /// <summary>Waves of light and dark.</summary>
    private sealed record Stripes(double X, double Y, double Phase, double Contrast, double Bend)
    {
        /// <summary>Draws all but the direction in which the waves run, across the stripes: 0 for upright ones.</summary>
        public static Stripes Draw(ref RandomStream random, double direction, int shorter)
        {
            double wavelength = shorter * random.Uniform(0.085, 0.15);
            double frequency = 2 * Math.PI / wavelength;
            return new Stripes(
                frequency * Math.Cos(direction),
                frequency * Math.Sin(direction),
                random.Uniform(0, 2 * Math.PI),
                random.Uniform(14, 36),
                random.Uniform(0, 0.8)
            );
        }

        public float At(double x, double y) =>
            (float)(Contrast * Math.Sin((X * x) + (Y * y) + Phase + (Bend * Math.Sin((X * y / 4) + (Y * x / 4)))));
    }

    /// <summary>An ellipse with a wavy edge.</summary>
    private sealed record Blob(double X, double Y, double Radius, double Stretch, double Waves, double Phase)
    {
        public static Blob Draw(ref RandomStream random, int width, int height, double smallest, double largest) =>
            new(
                width * random.Uniform(0.38, 0.62),
                height * random.Uniform(0.38, 0.62),
                Math.Min(width, height) * random.Uniform(smallest, largest),
                random.Uniform(0.75, 1.33),
                2 + random.Below(5),
                random.Uniform(0, 2 * Math.PI)
            );

        public void Paint(float[][] planes, int width, (float, float, float) colour, Stripes stripes)
        {
            const double Edge = 6;
            float[] colours = [colour.Item1, colour.Item2, colour.Item3];
            for (int i = 0; i < planes[0].Length; i++)
            {
                double dx = ((i % width) - X) / Stretch;
                double dy = ((i / width) - Y) * Stretch;
                double distance = Math.Sqrt((dx * dx) + (dy * dy));
                if (distance > (Radius * 1.15) + Edge)
                {
                    continue;
                }
                double edge = Radius * (1 + (0.15 * Math.Sin((Waves * Math.Atan2(dy, dx)) + Phase)));
                float part = (float)Math.Clamp(0.5 + ((edge - distance) / Edge), 0, 1);
                float light = part > 0 ? stripes.At(dx, dy) : 0;
                for (int c = 0; c < 3; c++)
                {
                    planes[c][i] += part * (colours[c] + light - planes[c][i]);
                }
            }
        }
    }
}
