namespace Laptime.Input.Synthetic;

/// <summary>Which made-up pictures are wanted. The same plan gives the same pictures.</summary>
public sealed record SyntheticPlan
{
    /// <summary>Pictures to learn from, half of them in each class; at least 2.</summary>
    public int Training { get; init; } = 2000;

    /// <summary>Pictures to test on, half of them in each class; at least 2.</summary>
    public int Validation { get; init; } = 400;

    /// <summary>Seed of everything in them.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Name of the folder they lie in: changes with everything that changes the pictures.</summary>
    internal string Name => $"stripes-{StripedPicture.Version}-{Training}-{Validation}-{Seed}";
}

/// <summary>How far the drawing of a set is.</summary>
/// <param name="Done">Pictures written.</param>
/// <param name="Total">Pictures wanted.</param>
public readonly record struct SyntheticProgress(int Done, int Total);
