namespace Laptime.Core.Transfer;

/// <summary>How the rate climbs in the first part of a one-cycle schedule.</summary>
public enum WarmupShape
{
    /// <summary>In a straight line, as fastai 1.0.11 (October 2018) does.</summary>
    Linear,

    /// <summary>Along half a cosine, as fastai 1.0.48 (March 2019) and later do.</summary>
    Cosine,
}

/// <summary>What a transfer-learning job is asked to do, besides what its case says (network, batch, precision, device).</summary>
public sealed record TransferSettings
{
    /// <summary>Where the pictures are: a directory with a folder for each class, or <see cref="Synthetic"/>.</summary>
    public required string Data { get; init; }

    /// <summary>Epochs of the first phase, in which only the head and the batch norms train; 0 leaves it out.</summary>
    public required int FrozenEpochs { get; init; }

    /// <summary>Epochs of the second phase, in which everything trains; 0 leaves it out.</summary>
    public required int Epochs { get; init; }

    /// <summary>Highest rate of the head in the first phase; the groups below get a tenth of it.</summary>
    public required double FrozenRate { get; init; }

    /// <summary>Highest rate of the first layers in the second phase.</summary>
    public required double LowestRate { get; init; }

    /// <summary>Highest rate of the head in the second phase; the groups between are spaced geometrically.</summary>
    public required double HighestRate { get; init; }

    /// <summary>How the rate climbs.</summary>
    public required WarmupShape Warmup { get; init; }

    /// <summary>Share of the validation pictures, in (0, 1], that ends the training once it is classified rightly; null trains all epochs.</summary>
    public double? TargetAccuracy { get; init; }

    /// <summary>Threads that prepare pictures; at least 1.</summary>
    public required int Workers { get; init; }

    /// <summary>Whether nine predictions are averaged at the end: test-time augmentation.</summary>
    public required bool TestTimeAugmentation { get; init; }

    /// <summary>Directory for TensorBoard's event files; null: none are written.</summary>
    public string? TensorBoard { get; init; }

    /// <summary>Directory of the run's checkpoints.</summary>
    public required string Checkpoints { get; init; }

    /// <summary>Whether the checkpoints stay when the job is done.</summary>
    public required bool KeepCheckpoints { get; init; }

    /// <summary>Name of the picture set that the program draws itself.</summary>
    public const string Synthetic = "synthetic";
}
