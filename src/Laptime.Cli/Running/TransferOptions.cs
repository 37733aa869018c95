using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Transfer;
using Laptime.Workloads.Networks;

namespace Laptime.Cli.Running;

/// <summary>What the user asks of a transfer-learning job; null leaves it to <see cref="TransferDefaults"/>.</summary>
internal sealed record TransferOptions
{
    public required string Data { get; init; }
    public ResNetKind? Network { get; init; }
    public int? Image { get; init; }
    public ImmutableArray<int>? Batches { get; init; }
    public ImmutableArray<Precision>? Precisions { get; init; }
    public ImmutableArray<Mode>? Modes { get; init; }
    public DeviceName? Device { get; init; }
    public int? Threads { get; init; }
    public int? Workers { get; init; }
    public int? FrozenEpochs { get; init; }
    public int? Epochs { get; init; }
    public double? FrozenRate { get; init; }
    public (double Low, double High)? Rates { get; init; }
    public WarmupShape? Warmup { get; init; }
    public double? TargetAccuracy { get; init; }
    public bool WithoutTestTime { get; init; }
    public int? Repeat { get; init; }
    public long? Seed { get; init; }
    public string? Weights { get; init; }
    public string? TensorBoard { get; init; }
    public string? Checkpoints { get; init; }
    public bool KeepCheckpoints { get; init; }
    public string? Note { get; init; }
    public bool DryRun { get; init; }
    public bool Json { get; init; }
}

/// <summary>What a job is unless the user says otherwise.</summary>
/// <param name="Network">Network.</param>
/// <param name="Image">Pixels a side.</param>
/// <param name="Batch">Pictures in a step.</param>
/// <param name="FrozenEpochs">Epochs of the first phase.</param>
/// <param name="Epochs">Epochs of the second phase.</param>
/// <param name="FrozenRate">Highest rate of the first phase.</param>
/// <param name="Low">Highest rate of the first layers in the second phase.</param>
/// <param name="High">Highest rate of the head in the second phase.</param>
internal sealed record TransferDefaults(
    ResNetKind Network,
    int Image,
    int Batch,
    int FrozenEpochs,
    int Epochs,
    double FrozenRate,
    double Low,
    double High
)
{
    /// <summary>The published example: fastai v1's dogs and cats.</summary>
    private static readonly TransferDefaults Published = new(ResNetKind.ResNet34, 224, 64, 1, 6, 3e-3, 1e-5, 3e-4);

    /// <summary>
    /// Pictures that the program draws, from random weights, in minutes on a small machine. With random weights there is
    /// nothing in the first layers to be careful with: rates are higher, and nearer to each other.
    /// </summary>
    private static readonly TransferDefaults Drawn = new(ResNetKind.ResNet18, 96, 32, 1, 3, 3e-3, 1e-3, 3e-3);

    /// <summary>For a set of pictures.</summary>
    public static TransferDefaults For(string data) => data == TransferSettings.Synthetic ? Drawn : Published;
}
