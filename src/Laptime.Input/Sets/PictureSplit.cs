namespace Laptime.Input.Sets;

/// <summary>How pictures that come without a validation set are divided, class by class.</summary>
public sealed record PictureSplit
{
    /// <summary>Part of each class that goes into validation, above 0 and below 1; at least one picture, never all.</summary>
    public double Share { get; init; } = 0.2;

    /// <summary>The same seed and the same file names give the same division.</summary>
    public long Seed { get; init; }
}
