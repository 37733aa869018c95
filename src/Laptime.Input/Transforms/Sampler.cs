using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Laptime.Input.Decoding;

namespace Laptime.Input.Transforms;

/// <summary>
/// Draws a square through a map: for each pixel that comes out, one bilinear sample of the picture, reflected at its
/// edges, then the tone curve. With AVX2 coordinates and tones are worked out eight at a time, samples one by one with
/// their colours side by side: gathering eight pixels is slower on the processors tried. The plain way does the same
/// operations in the same order, none of them fused, so that every processor gives the same bits.
/// </summary>
internal static unsafe class Sampler
{
    private const int Eight = 8;

    /// <summary>Writes three planes of side × side numbers.</summary>
    /// <param name="map">From pixels of the square to pixels of the picture.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="tone">What becomes of the colours.</param>
    /// <param name="output">The planes: red, green, blue.</param>
    /// <param name="side">Pixels a side.</param>
    public static void Draw(in Homography map, Bitmap picture, ToneCurve tone, float* output, int side)
    {
        fixed (float* table = tone.Values)
        {
            if (Avx2.IsSupported && side >= Eight)
            {
                DrawInEights(map, picture, table, output, side);
            }
            else
            {
                DrawPlainly(map, picture, table, output, side);
            }
        }
    }

    /// <summary>The plain way.</summary>
    public static void DrawPlainly(in Homography map, Bitmap picture, float* table, float* output, int side)
    {
        (int width, int height) = (picture.Size.Width, picture.Size.Height);
        int plane = side * side;
        for (int row = 0; row < side; row++)
        {
            float rowX = (float)((map.M12 * row) + map.M13);
            float rowY = (float)((map.M22 * row) + map.M23);
            float rowW = (float)((map.M32 * row) + map.M33);
            for (int column = 0; column < side; column++)
            {
                float inverse = 1f / (rowW + (column * (float)map.M31));
                float x = Reflect((rowX + (column * (float)map.M11)) * inverse, width);
                float y = Reflect((rowY + (column * (float)map.M21)) * inverse, height);
                int x0 = Math.Min((int)x, Math.Max(0, width - 2));
                int y0 = (int)y;
                byte* above = picture.Row(y0) + (x0 * 4);
                byte* below = picture.Row(Math.Min(y0 + 1, height - 1)) + (x0 * 4);
                for (int c = 0; c < 3; c++)
                {
                    float left = above[c] + ((y - y0) * (below[c] - (float)above[c]));
                    float right = above[c + 4] + ((y - y0) * (below[c + 4] - (float)above[c + 4]));
                    float value = left + ((x - x0) * (right - left));
                    int entry = (int)((value * ToneCurve.Fineness) + 0.5f);
                    output[(c * plane) + (row * side) + column] = table[(c * ToneCurve.Length) + entry];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DrawInEights(in Homography map, Bitmap picture, float* table, float* output, int side)
    {
        (int width, int height) = (picture.Size.Width, picture.Size.Height);
        int plane = side * side;
        var stepX = Vector256.Create((float)map.M11);
        var stepY = Vector256.Create((float)map.M21);
        var stepW = Vector256.Create((float)map.M31);
        var stride = Vector256.Create(picture.Stride / 4);
        // The right neighbour is read along with a pixel: the last column is reached as the neighbour of the last but one.
        var lastLeft = Vector256.Create(Math.Max(0, width - 2));
        var lastRow = Vector256.Create(height - 1);
        Samples samples = new() { Pixels = (int*)picture.Pixels };
        for (int row = 0; row < side; row++)
        {
            var rowX = Vector256.Create((float)((map.M12 * row) + map.M13));
            var rowY = Vector256.Create((float)((map.M22 * row) + map.M23));
            var rowW = Vector256.Create((float)((map.M32 * row) + map.M33));
            for (int next = 0; next < side; next += Eight)
            {
                // The last eight may overlap those before: the same values once more.
                int column = Math.Min(next, side - Eight);
                Vector256<float> columns = Vector256.ConvertToSingle(Vector256<int>.Indices + Vector256.Create(column));
                Vector256<float> inverse = Vector256<float>.One / (rowW + (columns * stepW));
                Vector256<float> x = Reflect((rowX + (columns * stepX)) * inverse, width);
                Vector256<float> y = Reflect((rowY + (columns * stepY)) * inverse, height);
                Vector256<int> x0 = Vector256.Min(Avx.ConvertToVector256Int32WithTruncation(x), lastLeft);
                Vector256<int> y0 = Avx.ConvertToVector256Int32WithTruncation(y);
                (x - Vector256.ConvertToSingle(x0)).Store(samples.Right);
                (y - Vector256.ConvertToSingle(y0)).Store(samples.Down);
                ((y0 * stride) + x0).Store(samples.Above);
                ((Vector256.Min(y0 + Vector256<int>.One, lastRow) * stride) + x0).Store(samples.Below);

                // Pixels 0 and 4, 1 and 5 … share a vector; two rounds of unpacking sort them by colour.
                Vector256<float> a = Vector256.Create(Sample(&samples, 0), Sample(&samples, 4));
                Vector256<float> b = Vector256.Create(Sample(&samples, 1), Sample(&samples, 5));
                Vector256<float> c = Vector256.Create(Sample(&samples, 2), Sample(&samples, 6));
                Vector256<float> d = Vector256.Create(Sample(&samples, 3), Sample(&samples, 7));
                Vector256<float> redGreen01 = Avx.UnpackLow(a, b);
                Vector256<float> redGreen23 = Avx.UnpackLow(c, d);
                Vector256<float> blue01 = Avx.UnpackHigh(a, b);
                Vector256<float> blue23 = Avx.UnpackHigh(c, d);
                float* line = output + (row * side) + column;
                Tone(Avx.Shuffle(redGreen01, redGreen23, 0b01_00_01_00), table).Store(line);
                Tone(Avx.Shuffle(redGreen01, redGreen23, 0b11_10_11_10), table + ToneCurve.Length).Store(line + plane);
                Tone(Avx.Shuffle(blue01, blue23, 0b01_00_01_00), table + (2 * ToneCurve.Length))
                    .Store(line + (2 * plane));
            }
        }
    }

    /// <summary>One bilinear sample: red, green, blue and one without meaning. Two neighbours come with one load.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sample(Samples* samples, int i)
    {
        var above = (byte*)(samples->Pixels + samples->Above[i]);
        var below = (byte*)(samples->Pixels + samples->Below[i]);
        Vector256<float> upper = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(above));
        Vector256<float> lower = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(below));
        Vector256<float> pair = upper + (Vector256.Create(samples->Down[i]) * (lower - upper));
        Vector128<float> left = pair.GetLower();
        return left + (Vector128.Create(samples->Right[i]) * (pair.GetUpper() - left));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Tone(Vector256<float> value, float* table)
    {
        Vector256<float> entry = (value * Vector256.Create((float)ToneCurve.Fineness)) + Vector256.Create(0.5f);
        return Avx2.GatherVector256(table, Avx.ConvertToVector256Int32WithTruncation(entry), sizeof(float));
    }

    /// <summary>
    /// Into the picture by reflection at its edges, half a pixel outside of the outermost centres, as often as need be;
    /// what then lies on an edge gets the outermost pixel (reflection padding without aligned corners).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Reflect(Vector256<float> at, int count)
    {
        var length = Vector256.Create((float)count);
        var period = Vector256.Create(2f * count);
        Vector256<float> edge = at + Vector256.Create(0.5f);
        Vector256<float> inPeriod = edge - (period * Vector256.Floor(edge / period));
        Vector256<float> inside = length - Vector256.Abs(inPeriod - length) - Vector256.Create(0.5f);
        return Vector256.Min(Vector256.Max(inside, Vector256<float>.Zero), Vector256.Create((float)(count - 1)));
    }

    private static float Reflect(float at, int count)
    {
        float period = 2f * count;
        float edge = at + 0.5f;
        float inPeriod = edge - (period * MathF.Floor(edge / period));
        float inside = count - MathF.Abs(inPeriod - count) - 0.5f;
        return MathF.Min(MathF.Max(inside, 0), count - 1);
    }

    /// <summary>Where eight samples lie: pixels above left and below left, by index, and parts of a pixel from there.</summary>
    private struct Samples
    {
        public fixed int Above[Eight];
        public fixed int Below[Eight];
        public fixed float Right[Eight];
        public fixed float Down[Eight];
        public int* Pixels;
    }
}
