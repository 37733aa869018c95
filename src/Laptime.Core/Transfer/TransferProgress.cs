namespace Laptime.Core.Transfer;

/// <summary>Where a transfer-learning job stands, for the display.</summary>
public sealed record TransferProgress
{
    /// <summary>Part of the job, in words: <c>frozen</c>, <c>unfrozen</c>, <c>test-time augmentation</c>.</summary>
    public required string Part { get; init; }

    /// <summary>Epoch within the part, from 1, or the pass.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs of the part.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps done within the epoch.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean loss since the last progress; null if there was no training or it was not finite.</summary>
    public double? Loss { get; init; }

    /// <summary>Pictures per second lately; null before there are any.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Part of the epoch's time so far that the device waited for input.</summary>
    public double? WaitingShare { get; init; }

    /// <summary>Estimate for the rest of the job, in seconds; null before there is one.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>An epoch that has just ended; null otherwise.</summary>
    public TransferEpoch? Ended { get; init; }

    /// <summary>Something that the user should know now, one sentence; null otherwise.</summary>
    public string? Notice { get; init; }

    /// <summary>Whether the notice tells of something that went wrong.</summary>
    public bool IsWarning { get; init; }
}
