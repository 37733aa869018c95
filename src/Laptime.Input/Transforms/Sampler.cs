using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Laptime.Input.Decoding;

namespace Laptime.Input.Transforms;

/// <summary>
/// Draws a square through a map: for each pixel that comes out, one bilinear sample of the picture, reflected at its
/// edges, then the tone curve. Eight pixels at a time where the processor can gather; the plain way does the same
/// operations in the same order, none of them fused, so that every processor gives the same bits.
/// </summary>
internal static unsafe class Sampler
{
    /// <summary>Writes three planes of side × side numbers.</summary>
    /// <param name="map">From pixels of the square to pixels of the picture.</param>
    /// <param name="pixels">Four bytes a pixel, rows without gaps.</param>
    /// <param name="size">Size of the picture.</param>
    /// <param name="tone">What becomes of the colours.</param>
    /// <param name="output">The planes: red, green, blue.</param>
    /// <param name="side">Pixels a side.</param>
    public static void Draw(in Homography map, byte* pixels, PictureSize size, ToneCurve tone, float* output, int side)
    {
        fixed (float* table = tone.Values)
        {
            if (Avx2.IsSupported && side >= Vector256<float>.Count)
            {
                DrawInEights(map, (int*)pixels, size, table, output, side);
            }
            else
            {
                DrawPlainly(map, (int*)pixels, size, table, output, side);
            }
        }
    }

    /// <summary>The plain way.</summary>
    public static void DrawPlainly(
        in Homography map,
        int* pixels,
        PictureSize size,
        float* table,
        float* output,
        int side
    )
    {
        int plane = side * side;
        for (int row = 0; row < side; row++)
        {
            float rowX = (float)((map.M12 * row) + map.M13);
            float rowY = (float)((map.M22 * row) + map.M23);
            float rowW = (float)((map.M32 * row) + map.M33);
            for (int column = 0; column < side; column++)
            {
                float inverse = 1f / (rowW + (column * (float)map.M31));
                float x = Reflect((rowX + (column * (float)map.M11)) * inverse, size.Width);
                float y = Reflect((rowY + (column * (float)map.M21)) * inverse, size.Height);
                int x0 = (int)x;
                int y0 = (int)y;
                int* top = pixels + ((nint)y0 * size.Width);
                int* bottom = pixels + ((nint)Math.Min(y0 + 1, size.Height - 1) * size.Width);
                int x1 = Math.Min(x0 + 1, size.Width - 1);
                float right = x - x0;
                float lower = y - y0;
                for (int c = 0; c < 3; c++)
                {
                    int shift = 8 * c;
                    float p00 = (top[x0] >> shift) & 255;
                    float p01 = (top[x1] >> shift) & 255;
                    float p10 = (bottom[x0] >> shift) & 255;
                    float p11 = (bottom[x1] >> shift) & 255;
                    float above = p00 + (right * (p01 - p00));
                    float below = p10 + (right * (p11 - p10));
                    float value = above + (lower * (below - above));
                    int at = (int)value;
                    float* entry = table + (c * ToneCurve.Length) + at;
                    output[(c * plane) + (row * side) + column] = entry[0] + ((value - at) * (entry[1] - entry[0]));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DrawInEights(
        in Homography map,
        int* pixels,
        PictureSize size,
        float* table,
        float* output,
        int side
    )
    {
        int plane = side * side;
        var stepX = Vector256.Create((float)map.M11);
        var stepY = Vector256.Create((float)map.M21);
        var stepW = Vector256.Create((float)map.M31);
        var width = Vector256.Create(size.Width);
        var lastColumn = Vector256.Create(size.Width - 1);
        var lastRow = Vector256.Create(size.Height - 1);
        for (int row = 0; row < side; row++)
        {
            var rowX = Vector256.Create((float)((map.M12 * row) + map.M13));
            var rowY = Vector256.Create((float)((map.M22 * row) + map.M23));
            var rowW = Vector256.Create((float)((map.M32 * row) + map.M33));
            float* line = output + (row * side);
            for (int next = 0; next < side; next += 8)
            {
                // The last eight may overlap those before: the same values once more.
                int column = Math.Min(next, side - 8);
                Vector256<float> columns = Vector256.ConvertToSingle(Vector256<int>.Indices + Vector256.Create(column));
                Vector256<float> inverse = Vector256<float>.One / (rowW + (columns * stepW));
                Vector256<float> x = Reflect((rowX + (columns * stepX)) * inverse, size.Width);
                Vector256<float> y = Reflect((rowY + (columns * stepY)) * inverse, size.Height);
                Vector256<int> x0 = Avx.ConvertToVector256Int32WithTruncation(x);
                Vector256<int> y0 = Avx.ConvertToVector256Int32WithTruncation(y);
                Vector256<float> right = x - Vector256.ConvertToSingle(x0);
                Vector256<float> lower = y - Vector256.ConvertToSingle(y0);
                Vector256<int> x1 = Vector256.Min(x0 + Vector256<int>.One, lastColumn);
                Vector256<int> top = y0 * width;
                Vector256<int> bottom = Vector256.Min(y0 + Vector256<int>.One, lastRow) * width;
                Vector256<int> p00 = Avx2.GatherVector256(pixels, top + x0, 4);
                Vector256<int> p01 = Avx2.GatherVector256(pixels, top + x1, 4);
                Vector256<int> p10 = Avx2.GatherVector256(pixels, bottom + x0, 4);
                Vector256<int> p11 = Avx2.GatherVector256(pixels, bottom + x1, 4);
                for (int c = 0; c < 3; c++)
                {
                    Vector256<float> q00 = Colour(p00, c);
                    Vector256<float> q10 = Colour(p10, c);
                    Vector256<float> above = q00 + (right * (Colour(p01, c) - q00));
                    Vector256<float> below = q10 + (right * (Colour(p11, c) - q10));
                    Vector256<float> value = above + (lower * (below - above));
                    Vector256<int> at = Avx.ConvertToVector256Int32WithTruncation(value);
                    float* entries = table + (c * ToneCurve.Length);
                    Vector256<float> entry = Avx2.GatherVector256(entries, at, 4);
                    Vector256<float> after = Avx2.GatherVector256(entries + 1, at, 4);
                    Vector256<float> part = value - Vector256.ConvertToSingle(at);
                    (entry + (part * (after - entry))).Store(line + (c * plane) + column);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Colour(Vector256<int> pixels, int c) =>
        Vector256.ConvertToSingle((pixels >> (8 * c)) & Vector256.Create(255));

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
}
