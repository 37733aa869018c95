using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Core.Transfer;

/// <summary>The two phases of training.</summary>
public enum TransferPhase
{
    /// <summary>Only the head and the batch norms train.</summary>
    Frozen,

    /// <summary>Everything trains.</summary>
    Unfrozen,
}

/// <summary>One epoch: a pass over the training pictures, then one over the validation pictures.</summary>
public sealed record TransferEpoch
{
    /// <summary>Phase that it belongs to.</summary>
    public required TransferPhase Phase { get; init; }

    /// <summary>Number within the phase, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Training steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean cross-entropy over the training steps; null if it was not finite.</summary>
    public double? TrainLoss { get; init; }

    /// <summary>Mean cross-entropy over the validation pictures; null if it was not finite.</summary>
    public double? ValidLoss { get; init; }

    /// <summary>Share of the validation pictures classified rightly.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Time of the training steps, waiting for input included.</summary>
    public required Seconds Training { get; init; }

    /// <summary>Time within <see cref="Training"/> that the device waited for input.</summary>
    public required Seconds Waiting { get; init; }

    /// <summary>Time of the validation pass.</summary>
    public required Seconds Evaluation { get; init; }

    /// <summary>Both: what the epoch took.</summary>
    public Seconds Took => Training + Evaluation;
}

/// <summary>What one transfer-learning job came to. docs/transfer.md says how each figure is taken.</summary>
public sealed record TransferFigures
{
    /// <summary>Whether it began with weights from a file; otherwise accuracy and epochs are not comparable with published ones.</summary>
    public required bool IsPretrained { get; init; }

    /// <summary>Names of the classes, by label.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>Pictures to train on.</summary>
    public required int TrainPictures { get; init; }

    /// <summary>Pictures to validate with.</summary>
    public required int ValidPictures { get; init; }

    /// <summary>Picture files left out because they could not be read.</summary>
    public int UnreadablePictures { get; init; }

    /// <summary>The epochs, in order.</summary>
    public required ImmutableArray<TransferEpoch> Epochs { get; init; }

    /// <summary>Opening the data, building the network, reading weights.</summary>
    public required Seconds Setup { get; init; }

    /// <summary>From the beginning of the first pass until its first batch was there.</summary>
    public required Seconds FirstBatch { get; init; }

    /// <summary>First phase, validation included and checkpoints left out; null if it has no epochs.</summary>
    public Seconds? Frozen { get; init; }

    /// <summary>Second phase, validation included and checkpoints left out; null if it has no epochs.</summary>
    public Seconds? Unfrozen { get; init; }

    /// <summary>The nine passes of test-time augmentation; null if they were left out.</summary>
    public Seconds? TestTime { get; init; }

    /// <summary>The phases summed, as the published comparisons did.</summary>
    public Seconds Total => (Frozen ?? Seconds.Zero) + (Unfrozen ?? Seconds.Zero) + (TestTime ?? Seconds.Zero);

    /// <summary>Training steps of all epochs, waiting for input included.</summary>
    public Seconds Training => new(Epochs.Sum(epoch => epoch.Training.Value));

    /// <summary>Time within <see cref="Training"/> that the device waited for input.</summary>
    public Seconds Waiting => new(Epochs.Sum(epoch => epoch.Waiting.Value));

    /// <summary>Part of the training time that the device waited for input; null without training.</summary>
    public double? WaitingShare => Training > Seconds.Zero ? Waiting / Training : null;

    /// <summary>Forward passes and losses of the training steps.</summary>
    public required Seconds Forward { get; init; }

    /// <summary>Backward passes.</summary>
    public required Seconds Backward { get; init; }

    /// <summary>Optimizer steps.</summary>
    public required Seconds Optimizer { get; init; }

    /// <summary>Whether the three are projected from every tenth step; on the processor they are the sums of all.</summary>
    public required bool IsSampled { get; init; }

    /// <summary>Validation passes of all epochs.</summary>
    public Seconds Evaluation => new(Epochs.Sum(epoch => epoch.Evaluation.Value));

    /// <summary>Writing checkpoints.</summary>
    public required Seconds Checkpointing { get; init; }

    /// <summary>Accuracy after the last epoch; null if there was none.</summary>
    public double? Accuracy => Epochs.IsEmpty ? null : Epochs[^1].Accuracy;

    /// <summary>Accuracy with test-time augmentation; null if it was left out.</summary>
    public double? TestTimeAccuracy { get; init; }

    /// <summary>Training pictures per second over all epochs, waiting for input included; null without training.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>The same over the last phase alone, with whose steps the resident ones compare; null without training.</summary>
    public double? LastPhaseImagesPerSecond { get; init; }

    /// <summary>The same steps on one batch that stays on the device; null if they were not done.</summary>
    public double? ResidentImagesPerSecond { get; init; }

    /// <summary>
    /// Training time until the first epoch whose accuracy reached the target, validation and checkpoints left out, as
    /// DAWNBench's rules allow; null without a target or if it was not reached.
    /// </summary>
    public Seconds? TrainingToTarget { get; init; }

    /// <summary>The same from the start of the job, with everything that lies between; null where that one is.</summary>
    public Seconds? ElapsedToTarget { get; init; }

    /// <summary>Times that the job was interrupted and went on from a checkpoint.</summary>
    public int Interruptions { get; init; }

    /// <summary>Checkpoints that could not be written.</summary>
    public int FailedCheckpoints { get; init; }
}
