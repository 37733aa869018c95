using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Scripts;
using Laptime.Core.Transfer;

namespace Laptime.Core.Trials;

/// <summary>Asks for one trial: everything that a fresh process has to know.</summary>
public sealed record TrialRequest
{
    /// <summary>Identity of the trial to be.</summary>
    public required Guid TrialId { get; init; }

    /// <summary>Run that it belongs to.</summary>
    public required Guid RunId { get; init; }

    /// <summary>What to measure.</summary>
    public required Case Case { get; init; }

    /// <summary>Number of the launch, from 1.</summary>
    public required int Launch { get; init; }

    /// <summary>Position within the launch, from 0.</summary>
    public required int Order { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Name of the tier whose thresholds apply.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Steps per block, fixed by the first launch; null lets this trial's pilot find it.</summary>
    public int? StepsPerBlock { get; init; }

    /// <summary>Time allowed for warm-up and measurement together; the worker measures fewer blocks rather than overrun. Null: none.</summary>
    public Seconds? Budget { get; init; }

    /// <summary>Queries per second that an earlier launch found a server to hold: where the search begins; null: unknown.</summary>
    public double? ExpectedRate { get; init; }

    /// <summary>Weights to load instead of random ones; null: random.</summary>
    public string? WeightsPath { get; init; }

    /// <summary>
    /// Whether this only tries if the batch fits: a few steps, and the process offers itself to the kernel's out-of-memory
    /// killer before all others.
    /// </summary>
    public bool IsFitting { get; init; }

    /// <summary>The transfer-learning job to do; null for anything else.</summary>
    public TransferSettings? Transfer { get; init; }

    /// <summary>Whether to count energy after the window.</summary>
    public bool MeasuresEnergy { get; init; }

    /// <summary>The TorchScript program to run; null for anything else.</summary>
    public ScriptSettings? Script { get; init; }
}

/// <summary>How much is spent on a result and how narrow its interval has to become.</summary>
public enum Tier
{
    /// <summary>A first look: 3 launches, 5 %.</summary>
    Quick,

    /// <summary>A result to compare with: 5 to 15 launches, 2 %.</summary>
    Standard,

    /// <summary>A result to publish: 10 to 30 launches, 1 %.</summary>
    Certified,

    /// <summary>
    /// A procedure that is run as somebody has laid it down, once or as often as the user says: the classic protocol of
    /// AI-Benchmark, the transfer-learning job. Its figures are not pooled or compared with those of the other tiers.
    /// </summary>
    Fixed,
}

/// <summary>Where a trial stands, for the display.</summary>
/// <param name="Phase">Part of the trial.</param>
/// <param name="Blocks">Blocks done in that part.</param>
/// <param name="Expected">Blocks that the part will have, as far as known; null if open.</param>
/// <param name="PerStep">Step time of the last block; null before the first.</param>
public sealed record TrialProgress(Phase Phase, int Blocks, int? Expected, Seconds? PerStep)
{
    /// <summary>Queries of the last pass of a serving scenario, whose passes are counted as blocks; 0 when they begin; null for anything else.</summary>
    public int? Queries { get; init; }

    /// <summary>Where a transfer-learning job stands; null for anything else.</summary>
    public TransferProgress? Transfer { get; init; }
}

/// <summary>Starts trials somewhere.</summary>
public interface ILauncher
{
    /// <summary>
    /// Runs one trial to its end. A crash, a time-out or an out-of-memory kill of the worker is an outcome, not an
    /// exception.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; the worker has been stopped.</exception>
    Task<Trial> LaunchAsync(
        TrialRequest request,
        IProgress<TrialProgress>? progress,
        CancellationToken cancellationToken
    );
}
