namespace Laptime.Formats;

/// <summary>How large a run from strangers may be. All of it is looked at before memory is spent on what it says.</summary>
public sealed record RunLimits
{
    /// <summary>What a server takes unless it is told otherwise: the largest run known here has a hundredth of it.</summary>
    public static RunLimits Default { get; } = new();

    /// <summary>Bytes of the document, unpacked: 64 MiB.</summary>
    public int Bytes { get; init; } = 64 << 20;

    /// <summary>Trials.</summary>
    public int Trials { get; init; } = 10_000;

    /// <summary>Blocks, the raw samples, of all trials together.</summary>
    public int Blocks { get; init; } = 1_000_000;

    /// <summary>Values of any kind: numbers, texts and truth values. A block has four or five.</summary>
    public int Values { get; init; } = 6_000_000;

    /// <summary>Objects: a trial has about eight. An empty one has two characters and takes a hundred times that in memory.</summary>
    public int Objects { get; init; } = 200_000;
}
