using Laptime.Input.Decoding;

namespace Laptime.Input.Transforms;

/// <summary>
/// All that moves pixels, as one map from the square that comes out to the picture that was decoded. In fastai's order
/// the picture is resized, warped, rotated and zoomed, flipped, then cropped; the map goes the other way. Between,
/// coordinates run from −1 to 1 over the resized picture, pixels being areas (centres lie half a pixel inside).
/// </summary>
internal static class Geometry
{
    /// <summary>The map from indices of pixels of the square to indices of pixels of the decoded picture.</summary>
    /// <param name="transform">What is done.</param>
    /// <param name="full">Size of the picture in its file: sets the shape.</param>
    /// <param name="decoded">Size of what was decoded.</param>
    /// <param name="side">Pixels a side of the square.</param>
    public static Homography Map(in PictureTransform transform, PictureSize full, PictureSize decoded, int side)
    {
        // The shorter side becomes that of the square.
        double ratio = (double)full.Shorter / side;
        int width = Math.Max(side, (int)Math.Round(full.Width / ratio));
        int height = Math.Max(side, (int)Math.Round(full.Height / ratio));
        Homography map = Crop(transform, width, height, side);
        if (transform.Warp != default)
        {
            map = Warp(transform) * map;
        }
        map = Rotation(transform.Degrees, (double)height / width) * Zoom(transform) * map;
        return Homography.Affine(
                decoded.Width / 2.0,
                0,
                (decoded.Width - 1) / 2.0,
                0,
                decoded.Height / 2.0,
                (decoded.Height - 1) / 2.0
            ) * map;
    }

    /// <summary>From pixels of the square to coordinates of the resized picture.</summary>
    private static Homography Crop(in PictureTransform transform, int width, int height, int side)
    {
        int left = Math.Min((int)((width - side + 1) * transform.CropX), width - side);
        int top = Math.Min((int)((height - side + 1) * transform.CropY), height - side);
        double sign = transform.IsFlipped ? -1 : 1;
        return Homography.Affine(
            sign * 2 / width,
            0,
            sign * ((((2.0 * left) + 1) / width) - 1),
            0,
            2.0 / height,
            (((2.0 * top) + 1) / height) - 1
        );
    }

    /// <summary>The corners of the picture come to lie where the magnitudes say: outwards where they are positive.</summary>
    private static Homography Warp(in PictureTransform transform)
    {
        (double right, double left, double lower, double upper) = transform.Warp;
        return Homography.Through(
            [(-1 - upper, -1 - left), (-1 - lower, 1 + left), (1 + upper, -1 - right), (1 + lower, 1 + right)],
            [(-1, -1), (-1, 1), (1, -1), (1, 1)]
        );
    }

    /// <summary>A rotation of the picture, not of the coordinates: those are as wide as high whatever its shape.</summary>
    private static Homography Rotation(double degrees, double heightOverWidth)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        return Homography.Affine(cos, -sin * heightOverWidth, 0, sin / heightOverWidth, cos, 0);
    }

    private static Homography Zoom(in PictureTransform transform)
    {
        double scale = 1 / transform.Zoom;
        double x = (1 - scale) * ((2 * transform.ZoomX) - 1);
        double y = (1 - scale) * ((2 * transform.ZoomY) - 1);
        return Homography.Affine(scale, 0, x, 0, scale, y);
    }
}
