using Laptime.Core.Pictures;

namespace Laptime.Input.Transforms;

/// <summary>
/// What is done to one picture. Kinds, ranges, probabilities and order are the defaults of fastai 1 (get_transforms in
/// fastai/vision/transform.py, and its example dogs_cats); values here are drawn independently of whether they apply, so
/// that each has its fixed place in the picture's random stream.
/// </summary>
internal readonly record struct PictureTransform
{
    private const double Probability = 0.75;
    private const double LargestWarp = 0.2;
    private const double LargestDegrees = 10;
    private const double LargestZoom = 1.1;
    private const double LargestLighting = 0.2;
    private const double TestTimeZoom = 1.35;

    /// <summary>Cropped at the centre and nothing else.</summary>
    public static PictureTransform None { get; } =
        new()
        {
            CropX = 0.5,
            CropY = 0.5,
            Zoom = 1,
            ZoomX = 0.5,
            ZoomY = 0.5,
            Brightness = 0.5,
            Contrast = 1,
        };

    /// <summary>Where the square is cut out: 0 at the left edge, 1 at the right.</summary>
    public required double CropX { get; init; }

    /// <summary>0 at the upper edge, 1 at the lower.</summary>
    public required double CropY { get; init; }

    /// <summary>Whether left and right are exchanged.</summary>
    public bool IsFlipped { get; init; }

    /// <summary>How far the corners move outwards, in half sides; see <see cref="Geometry"/>.</summary>
    public (double Right, double Left, double Lower, double Upper) Warp { get; init; }

    /// <summary>Angle of rotation.</summary>
    public double Degrees { get; init; }

    /// <summary>Magnification; 1 for none.</summary>
    public required double Zoom { get; init; }

    /// <summary>What the zoom keeps in place, from 0 at the left to 1 at the right.</summary>
    public required double ZoomX { get; init; }

    /// <summary>From 0 at the top to 1 at the bottom.</summary>
    public required double ZoomY { get; init; }

    /// <summary>What a grey of 0.5 becomes; 0.5 changes nothing.</summary>
    public required double Brightness { get; init; }

    /// <summary>Factor of the logits; 1 changes nothing.</summary>
    public required double Contrast { get; init; }

    /// <summary>Whether colours stay as they are.</summary>
    public bool KeepsTone => Brightness == 0.5 && Contrast == 1;

    /// <summary>The most that any place of the picture is magnified beyond its resized size, as far as that is worth pixels.</summary>
    public double Magnification =>
        Zoom * (1 + Math.Max(0, Math.Max(Math.Max(Warp.Right, Warp.Left), Math.Max(Warp.Lower, Warp.Upper))));

    /// <summary>What is done to a picture in a pass.</summary>
    /// <param name="augmentation">Of the pass.</param>
    /// <param name="random">Stream of the picture, at its beginning.</param>
    public static PictureTransform Draw(Augmentation augmentation, RandomStream random) =>
        augmentation switch
        {
            Augmentation.Training => DrawTraining(ref random),
            Augmentation.TestTime view => DrawTraining(ref random) with
            {
                CropX = view.Corner & 1,
                CropY = view.Corner >> 1,
                IsFlipped = view.Flipped,
                Zoom = TestTimeZoom,
                ZoomX = view.Corner & 1,
                ZoomY = view.Corner >> 1,
            },
            _ => None,
        };

    private static PictureTransform DrawTraining(ref RandomStream random)
    {
        double cropX = random.Uniform();
        double cropY = random.Uniform();
        bool isFlipped = random.Uniform() < 0.5;
        bool isWarped = random.Uniform() < Probability;
        var warp = (Side(ref random), Side(ref random), Side(ref random), Side(ref random));
        bool isRotated = random.Uniform() < Probability;
        double degrees = random.Uniform(-LargestDegrees, LargestDegrees);
        bool isZoomed = random.Uniform() < Probability;
        double zoom = random.Uniform(1, LargestZoom);
        double zoomX = random.Uniform();
        double zoomY = random.Uniform();
        bool isBrighter = random.Uniform() < Probability;
        double brightness = random.Uniform(0.5 * (1 - LargestLighting), 0.5 * (1 + LargestLighting));
        bool hasContrast = random.Uniform() < Probability;
        // Equally likely on a logarithmic scale: as often 0.8 as its reciprocal, 1.25.
        double contrast = Math.Exp(random.Uniform(Math.Log(1 - LargestLighting), -Math.Log(1 - LargestLighting)));
        return new PictureTransform
        {
            CropX = cropX,
            CropY = cropY,
            IsFlipped = isFlipped,
            Warp = isWarped ? warp : default,
            Degrees = isRotated ? degrees : 0,
            Zoom = isZoomed ? zoom : 1,
            ZoomX = zoomX,
            ZoomY = zoomY,
            Brightness = isBrighter ? brightness : 0.5,
            Contrast = hasContrast ? contrast : 1,
        };
    }

    private static double Side(ref RandomStream random) => random.Uniform(-LargestWarp, LargestWarp);
}
