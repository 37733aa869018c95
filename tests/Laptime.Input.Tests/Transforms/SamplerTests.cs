using System.Text.Json;
using Laptime.Input.Decoding;
using Laptime.Input.Transforms;

namespace Laptime.Input.Tests.Transforms;

/// <summary>
/// What comes out agrees with plain references within a mean of 1/255 and at most 3/255 of full scale; where the tone
/// stays as it is, an eighth of a level is all that may be lost.
/// </summary>
public unsafe class SamplerTests(PythonOracle oracle) : IClassFixture<PythonOracle>
{
    // Half of an entry of the tone table, and single precision of coordinates times the contrast between neighbours.
    private const double Tolerance = 0.35 / 255;

    [Fact]
    public void Draw_RandomMaps_AgreesWithGridSampleOfTorch()
    {
        JsonElement warps = oracle["warps"];
        int side = warps.GetProperty("side").GetInt32();
        float[] expected = oracle.Numbers("warps.f32");
        int at = 0;
        foreach (JsonElement map in warps.GetProperty("maps").EnumerateArray())
        {
            double[] m = [.. map.EnumerateArray().Select(v => v.GetDouble())];
            Homography homography = new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);

            float[] drawn = Draw("source.png", _ => homography, side);

            Compare(drawn, expected.AsSpan(at, drawn.Length));
            at += drawn.Length;
        }
        at.ShouldBe(expected.Length);
    }

    [Fact]
    public void Draw_AllTransformsTogether_AgreesWithOneAfterTheOther()
    {
        JsonElement transforms = oracle["transforms"];
        int side = transforms.GetProperty("side").GetInt32();
        float[] expected = oracle.Numbers("transforms.f32");
        int at = 0;
        foreach (JsonElement one in transforms.GetProperty("cases").EnumerateArray())
        {
            double Value(string name) => one.GetProperty(name).GetDouble();
            double[] warp = [.. one.GetProperty("warp").EnumerateArray().Select(v => v.GetDouble())];
            PictureTransform transform = PictureTransform.None with
            {
                CropX = Value("crop_x"),
                CropY = Value("crop_y"),
                IsFlipped = one.GetProperty("flip").GetBoolean(),
                Warp = (warp[0], warp[1], warp[2], warp[3]),
                Degrees = Value("degrees"),
                Zoom = Value("zoom"),
                ZoomX = Value("zoom_x"),
                ZoomY = Value("zoom_y"),
            };

            float[] drawn = Draw("source.png", size => Geometry.Map(transform, size, size, side), side);

            Compare(drawn, expected.AsSpan(at, drawn.Length));
            at += drawn.Length;
        }
        at.ShouldBe(expected.Length);
    }

    [Fact]
    public void Draw_RotationAndWarp_AgreeWithTorchvisionInTheMiddle()
    {
        JsonElement ones = oracle["torchvision"];
        int side = ones.GetProperty("side").GetInt32();
        double[] warp = [.. ones.GetProperty("warp").EnumerateArray().Select(v => v.GetDouble())];
        float[] expected = oracle.Numbers("torchvision.f32");
        PictureTransform[] transforms =
        [
            PictureTransform.None with
            {
                Degrees = ones.GetProperty("degrees").GetDouble(),
            },
            PictureTransform.None with
            {
                Warp = (warp[0], warp[1], warp[2], warp[3]),
            },
        ];
        for (int k = 0; k < transforms.Length; k++)
        {
            float[] drawn = Draw("square.png", size => Geometry.Map(transforms[k], size, size, side), side);

            ReadOnlySpan<float> theirs = expected.AsSpan(k * drawn.Length, drawn.Length);
            for (int i = 0; i < drawn.Length; i++)
            {
                int x = i % side;
                int y = i / side % side;
                // Outside of it torchvision lets black in.
                if (Math.Min(Math.Min(x, y), side - 1 - Math.Max(x, y)) >= 20)
                {
                    ((double)drawn[i]).ShouldBe(theirs[i], 3 / 255.0, $"{k}: {x}, {y}");
                }
            }
        }
    }

    [Theory]
    [InlineData(8, 40, 30)]
    [InlineData(37, 200, 150)]
    [InlineData(64, 3, 2)]
    [InlineData(16, 1, 1)]
    [InlineData(5, 40, 30)]
    public void Draw_AnySize_IsBitForBitThePlainWay(int side, int width, int height)
    {
        Random random = new(side);
        using PixelBuffer buffer = new();
        Bitmap bitmap = Fill(buffer, width, height, random);
        ToneCurve tone = new();
        tone.Set(0.43, 1.2);
        float[] fast = new float[3 * side * side];
        float[] plain = new float[fast.Length];
        for (int k = 0; k < 50; k++)
        {
            PictureTransform transform = PictureTransform.Draw(
                new Core.Pictures.Augmentation.Training(),
                new RandomStream(k, 1)
            );
            Homography map = Geometry.Map(transform, bitmap.Size, bitmap.Size, side);
            fixed (
                float* a = fast,
                    b = plain,
                    table = tone.Values
            )
            {
                Sampler.Draw(map, bitmap, tone, a, side);
                Sampler.DrawPlainly(map, bitmap, table, b, side);
            }

            fast.ShouldBe(plain);
        }
    }

    /// <summary>Against the definition, in double precision, written out once more.</summary>
    [Fact]
    public void Draw_WithTone_AgreesWithTheDefinition()
    {
        const int Side = 48;
        Random random = new(4);
        using PixelBuffer buffer = new();
        Bitmap bitmap = Fill(buffer, 91, 67, random);
        float[] drawn = new float[3 * Side * Side];
        ToneCurve tone = new();
        for (int k = 0; k < 20; k++)
        {
            PictureTransform transform = PictureTransform.Draw(
                new Core.Pictures.Augmentation.Training(),
                new RandomStream(k, 2)
            );
            Homography map = Geometry.Map(transform, bitmap.Size, bitmap.Size, Side);
            tone.Set(transform.Brightness, transform.Contrast);
            fixed (float* output = drawn)
            {
                Sampler.Draw(map, bitmap, tone, output, Side);
            }
            double sum = 0;
            for (int i = 0; i < drawn.Length; i++)
            {
                int c = i / (Side * Side);
                (double x, double y) = map.Map(i % Side, i / Side % Side);
                double p = Sample(bitmap, x, y, c) / 255;
                double lit = 1 / (1 + Math.Exp(-(Logit(p) + Logit(transform.Brightness)) * transform.Contrast));
                double difference = Math.Abs((drawn[i] * ToneCurve.Deviation[c]) + ToneCurve.Mean[c] - lit);
                difference.ShouldBeLessThan(3 / 255.0);
                sum += difference;
            }
            (sum / drawn.Length).ShouldBeLessThan(0.25 / 255);
        }
    }

    private static double Logit(double p) =>
        Math.Log(Math.Clamp(p, 1e-7, 1 - 1e-7) / (1 - Math.Clamp(p, 1e-7, 1 - 1e-7)));

    private static double Sample(Bitmap bitmap, double x, double y, int c)
    {
        (x, y) = (Reflect(x, bitmap.Size.Width), Reflect(y, bitmap.Size.Height));
        (int x0, int y0) = ((int)x, (int)y);
        (int x1, int y1) = (Math.Min(x0 + 1, bitmap.Size.Width - 1), Math.Min(y0 + 1, bitmap.Size.Height - 1));
        double At(int column, int row) => bitmap.Row(row)[(column * 4) + c];
        double top = ((1 - (x - x0)) * At(x0, y0)) + ((x - x0) * At(x1, y0));
        double bottom = ((1 - (x - x0)) * At(x0, y1)) + ((x - x0) * At(x1, y1));
        return ((1 - (y - y0)) * top) + ((y - y0) * bottom);
    }

    private static double Reflect(double at, int count)
    {
        while (at < -0.5 || at > count - 0.5)
        {
            at = at < -0.5 ? -1 - at : (2 * count) - 1 - at;
        }
        return Math.Clamp(at, 0, count - 1);
    }

    private static Bitmap Fill(PixelBuffer buffer, int width, int height, Random random)
    {
        Bitmap bitmap = buffer.Reserve(new PictureSize(width, height));
        // Smooth enough that single precision of a coordinate makes no odds.
        (double a, double b) = (random.NextDouble(), random.NextDouble());
        for (int y = 0; y < height; y++)
        {
            for (int i = 0; i < width * 4; i++)
            {
                bitmap.Row(y)[i] = (byte)(
                    127 + (120 * Math.Sin((i / 4 * (0.2 + a)) + (i % 4)) * Math.Cos(y * (0.2 + b)))
                );
            }
        }
        return bitmap;
    }

    /// <summary>Draws without a change of tone; values from 0 to 1.</summary>
    private float[] Draw(string name, Func<PictureSize, Homography> map, int side)
    {
        using PictureDecoder decoder = new();
        Bitmap bitmap = decoder.Decode(oracle.Bytes(name), 1e9, out _);
        ToneCurve tone = new();
        tone.Set(0.5, 1);
        float[] drawn = new float[3 * side * side];
        fixed (float* output = drawn)
        {
            Sampler.Draw(map(bitmap.Size), bitmap, tone, output, side);
        }
        for (int i = 0; i < drawn.Length; i++)
        {
            int c = i / (side * side);
            drawn[i] = (float)((drawn[i] * ToneCurve.Deviation[c]) + ToneCurve.Mean[c]);
        }
        return drawn;
    }

    private static void Compare(ReadOnlySpan<float> drawn, ReadOnlySpan<float> expected)
    {
        double largest = 0;
        double sum = 0;
        for (int i = 0; i < drawn.Length; i++)
        {
            double difference = Math.Abs(drawn[i] - expected[i]);
            largest = Math.Max(largest, difference);
            sum += difference;
        }
        largest.ShouldBeLessThan(Tolerance);
        (sum / drawn.Length).ShouldBeLessThan(0.1 / 255);
    }
}
