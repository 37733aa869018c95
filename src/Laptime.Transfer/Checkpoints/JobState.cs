using System.Text.Json.Serialization;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;

namespace Laptime.Transfer.Checkpoints;

/// <summary>Where a job stands, and all that it has recorded: what a checkpoint holds besides the tensors.</summary>
internal sealed class JobState
{
    /// <summary>Raised when an older program would go wrong with it.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; set; } = CurrentVersion;

    /// <summary>Case, seed and pictures: a checkpoint of another job must not be taken for one of this.</summary>
    public string Identity { get; set; } = "";

    /// <summary>Phase under way.</summary>
    public TransferPhase Phase { get; set; }

    /// <summary>Epochs of the phase that have ended.</summary>
    public int Epoch { get; set; }

    /// <summary>Steps done in the epoch under way.</summary>
    public int Step { get; set; }

    /// <summary>Whether all training is done.</summary>
    public bool IsTrained { get; set; }

    /// <summary>Sum of the losses of the epoch under way.</summary>
    public double LossSum { get; set; }

    /// <summary>Training time of the epoch under way.</summary>
    public double TrainingSeconds { get; set; }

    /// <summary>Time of it that the device waited.</summary>
    public double WaitingSeconds { get; set; }

    /// <summary>Epochs that have ended, of all phases.</summary>
    public List<TransferEpoch> Epochs { get; set; } = [];

    /// <summary>Parts of the steps whose parts are known.</summary>
    public double ForwardSeconds { get; set; }

    /// <inheritdoc cref="ForwardSeconds"/>
    public double BackwardSeconds { get; set; }

    /// <inheritdoc cref="ForwardSeconds"/>
    public double OptimizerSeconds { get; set; }

    /// <summary>Steps whose parts are known.</summary>
    public long SplitSteps { get; set; }

    /// <summary>Training steps of all epochs.</summary>
    public long Steps { get; set; }

    public double SetupSeconds { get; set; }

    public double? FirstBatchSeconds { get; set; }

    public double CheckpointSeconds { get; set; }

    /// <summary>Time of the job so far, interruptions left out.</summary>
    public double ElapsedSeconds { get; set; }

    public double? TrainingToTarget { get; set; }

    public double? ElapsedToTarget { get; set; }

    public int Interruptions { get; set; }

    public int FailedCheckpoints { get; set; }

    /// <summary>Steps of the optimizer of the phase.</summary>
    public long OptimizerSteps { get; set; }

    /// <summary>Loss of the first step; null before it.</summary>
    public double? FirstLoss { get; set; }

    /// <summary>Loss of the last step; null before the first.</summary>
    public double? LastLoss { get; set; }

    /// <summary>Whether a loss was not finite.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Blocks of the phases before the one under way: the first of <see cref="Blocks"/>.</summary>
    public int EarlierBlocks { get; set; }

    /// <summary>Blocks so far. Those of later ticks than this checkpoint are in the journal.</summary>
    public List<Block> Blocks { get; set; } = [];
}

[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true
)]
[JsonSerializable(typeof(JobState))]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class CheckpointContext : JsonSerializerContext;
