using Laptime.Core.Pictures;
using Laptime.Input.Transforms;

namespace Laptime.Input.Tests.Transforms;

public class PictureTransformTests
{
    private const int Draws = 20_000;

    private static readonly PictureTransform[] Drawn =
    [
        .. Enumerable
            .Range(0, Draws)
            .Select(i => PictureTransform.Draw(new Augmentation.Training(), new RandomStream(11, i))),
    ];

    // Four standard deviations of a share of 20,000.
    private const double ShareTolerance = 0.015;

    [Fact]
    public void Training_Each_AppliesAsOftenAsItShould()
    {
        Share(t => t.IsFlipped).ShouldBe(0.5, ShareTolerance);
        Share(t => t.Warp != default).ShouldBe(0.75, ShareTolerance);
        Share(t => t.Degrees != 0).ShouldBe(0.75, ShareTolerance);
        Share(t => t.Zoom != 1).ShouldBe(0.75, ShareTolerance);
        Share(t => t.Brightness != 0.5).ShouldBe(0.75, ShareTolerance);
        Share(t => t.Contrast != 1).ShouldBe(0.75, ShareTolerance);
    }

    [Fact]
    public void Training_Each_FillsItsRangeEvenly()
    {
        Even(Drawn.Select(t => t.CropX), 0, 1);
        Even(Drawn.Select(t => t.CropY), 0, 1);
        Even(Drawn.Where(t => t.Warp != default).Select(t => t.Warp.Left), -0.2, 0.2);
        Even(Drawn.Where(t => t.Warp != default).Select(t => t.Warp.Upper), -0.2, 0.2);
        Even(Drawn.Where(t => t.Degrees != 0).Select(t => t.Degrees), -10, 10);
        Even(Drawn.Where(t => t.Zoom != 1).Select(t => t.Zoom), 1, 1.1);
        Even(Drawn.Where(t => t.Brightness != 0.5).Select(t => t.Brightness), 0.4, 0.6);
        Even(Drawn.Where(t => t.Contrast != 1).Select(t => Math.Log(t.Contrast)), Math.Log(0.8), Math.Log(1.25));
    }

    [Fact]
    public void Training_Transforms_AreIndependent()
    {
        Correlation(t => t.IsFlipped ? 1 : 0, t => t.Degrees).ShouldBe(0, 0.03);
        Correlation(t => t.Zoom, t => t.Contrast).ShouldBe(0, 0.03);
        Correlation(t => t.CropX, t => t.CropY).ShouldBe(0, 0.03);
    }

    [Fact]
    public void None_AnySeed_IsTheCentreCrop() =>
        PictureTransform.Draw(new Augmentation.None(), new RandomStream(3, 4)).ShouldBe(PictureTransform.None);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(3, 1, 1)]
    public void TestTime_Corner_ReplacesCropFlipAndZoomOnly(int corner, int x, int y)
    {
        for (int i = 0; i < 200; i++)
        {
            PictureTransform trained = PictureTransform.Draw(new Augmentation.Training(), new RandomStream(1, i));

            PictureTransform view = PictureTransform.Draw(
                new Augmentation.TestTime(corner, Flipped: true),
                new RandomStream(1, i)
            );

            view.ShouldBe(trained with { CropX = x, CropY = y, IsFlipped = true, Zoom = 1.35, ZoomX = x, ZoomY = y });
        }
    }

    private static double Share(Func<PictureTransform, bool> has) => Drawn.Count(has) / (double)Draws;

    /// <summary>Ten equal parts of the range hold a tenth each.</summary>
    private static void Even(IEnumerable<double> values, double low, double high)
    {
        double[] all = [.. values];
        all.Min().ShouldBeGreaterThanOrEqualTo(low);
        all.Max().ShouldBeLessThanOrEqualTo(high);
        int[] bins = new int[10];
        foreach (double value in all)
        {
            bins[Math.Min(9, (int)((value - low) / (high - low) * 10))]++;
        }
        double expected = all.Length / 10.0;
        // 99.99 % quantile of chi-square with 9 degrees of freedom.
        bins.Sum(n => (n - expected) * (n - expected) / expected).ShouldBeLessThan(33.7);
    }

    private static double Correlation(Func<PictureTransform, double> a, Func<PictureTransform, double> b)
    {
        (double meanA, double meanB) = (Drawn.Average(a), Drawn.Average(b));
        double both = Drawn.Average(t => (a(t) - meanA) * (b(t) - meanB));
        return both
            / Math.Sqrt(Drawn.Average(t => Math.Pow(a(t) - meanA, 2)) * Drawn.Average(t => Math.Pow(b(t) - meanB, 2)));
    }
}
