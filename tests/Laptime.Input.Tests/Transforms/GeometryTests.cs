using Laptime.Input.Transforms;

namespace Laptime.Input.Tests.Transforms;

public class GeometryTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Map_SquareOfTheSameSize_ChangesNothing()
    {
        Homography map = Geometry.Map(PictureTransform.None, new(64, 64), new(64, 64), 64);

        Near(map.Map(0, 0), (0, 0));
        Near(map.Map(63, 17), (63, 17));
    }

    [Fact]
    public void Map_Flip_ExchangesLeftAndRight()
    {
        Homography map = Geometry.Map(PictureTransform.None with { IsFlipped = true }, new(64, 64), new(64, 64), 64);

        Near(map.Map(0, 5), (63, 5));
    }

    [Fact]
    public void Map_WidePicture_KeepsTheMiddleAndItsShape()
    {
        // 400 x 200 becomes 100 x 50; of that, columns 25 to 74.
        Homography map = Geometry.Map(PictureTransform.None, new(400, 200), new(400, 200), 50);

        Near(map.Map(0, 0), ((25.5 * 4) - 0.5, 1.5));
        Near(map.Map(49, 49), ((74.5 * 4) - 0.5, 197.5));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.999)]
    public void Map_CropAtTheEdges_StaysInside(double x, double y)
    {
        PictureTransform transform = PictureTransform.None with { CropX = x, CropY = y };

        Homography map = Geometry.Map(transform, new(401, 203), new(401, 203), 50);

        (double left, double top) = map.Map(0, 0);
        (double right, double bottom) = map.Map(49, 49);
        left.ShouldBeGreaterThanOrEqualTo(-0.5);
        right.ShouldBeLessThanOrEqualTo(400.5);
        top.ShouldBeGreaterThanOrEqualTo(-0.5);
        bottom.ShouldBeLessThanOrEqualTo(202.5);
    }

    [Fact]
    public void Map_PictureDecodedAtHalfSize_CoversTheSamePart()
    {
        PictureTransform transform = PictureTransform.None with { Degrees = 7, Zoom = 1.05 };

        Homography full = Geometry.Map(transform, new(800, 600), new(800, 600), 100);
        Homography half = Geometry.Map(transform, new(800, 600), new(400, 300), 100);

        (double x, double y) = full.Map(13, 77);
        Near(half.Map(13, 77), (((x + 0.5) / 2) - 0.5, ((y + 0.5) / 2) - 0.5));
    }

    [Fact]
    public void Map_ZoomAtACorner_KeepsThatCorner()
    {
        PictureTransform transform = PictureTransform.None with { Zoom = 1.35, ZoomX = 0, ZoomY = 1 };

        Homography map = Geometry.Map(transform, new(64, 64), new(64, 64), 64);

        Near(map.Map(-0.5, 63.5), (-0.5, 63.5));
        // Elsewhere less of the picture is seen.
        map.Map(63.5, 0).X.ShouldBe((64 / 1.35) - 0.5, Tolerance);
    }

    [Fact]
    public void Map_Rotation_TurnsAnyShapeRigidly()
    {
        PictureTransform transform = PictureTransform.None with { Degrees = 10 };

        Homography map = Geometry.Map(transform, new(400, 200), new(400, 200), 50);

        (double x0, double y0) = map.Map(10, 10);
        (double x1, double y1) = map.Map(30, 10);
        // Twenty pixels of the square are eighty of the picture, turned by ten degrees.
        Math.Sqrt(((x1 - x0) * (x1 - x0)) + ((y1 - y0) * (y1 - y0))).ShouldBe(80, 1e-6);
        (Math.Atan2(y1 - y0, x1 - x0) * 180 / Math.PI).ShouldBe(10, 1e-6);
    }

    [Fact]
    public void Through_FourPoints_MapsThemExactly()
    {
        (double, double)[] from = [(0, 0), (3, 0.5), (4, 5), (-1, 4)];
        (double, double)[] to = [(1, 1), (7, 0), (9, 8), (-2, 6)];

        Homography map = Homography.Through(from, to);

        for (int i = 0; i < 4; i++)
        {
            Near(map.Map(from[i].Item1, from[i].Item2), to[i]);
        }
    }

    [Fact]
    public void Through_PointsOnALine_Throws() =>
        Should.Throw<ArgumentException>(() =>
            Homography.Through([(0, 0), (1, 1), (2, 2), (0, 1)], [(0, 0), (1, 0), (1, 1), (0, 1)])
        );

    private static void Near((double X, double Y) actual, (double X, double Y) expected)
    {
        actual.X.ShouldBe(expected.X, Tolerance);
        actual.Y.ShouldBe(expected.Y, Tolerance);
    }
}
