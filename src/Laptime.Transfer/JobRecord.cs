using System.Diagnostics;
using Laptime.Core.Findings;
using Laptime.Core.Quantities;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Torch.Devices;
using Laptime.Transfer.Checkpoints;
using Laptime.Transfer.Networks;
using Laptime.Transfer.Pictures;

namespace Laptime.Transfer;

/// <summary>Makes the record of a job that is done out of what it has written down.</summary>
internal sealed class JobRecord(
    TransferRequest request,
    JobState state,
    TransferPictures pictures,
    TransferNetwork network,
    JobClock clock
)
{
    /// <summary>Everything that is kept.</summary>
    /// <param name="testTime">Time of test-time augmentation; null: left out.</param>
    /// <param name="testTimeAccuracy">Its accuracy; null: left out.</param>
    /// <param name="resident">Pictures per second on a resident batch; null: not measured.</param>
    public TrialSamples ToSamples(Seconds? testTime, double? testTimeAccuracy, double? resident) =>
        new()
        {
            TicksPerSecond = clock.Frequency,
            TimerResolution = new Seconds(1.0 / clock.Frequency),
            HarnessOverhead = Overhead(),
            Blocks = [.. state.Blocks.Select(Score)],
            Telemetry = [],
            WarmupClass = "flat",
            Flags = state.IsBroken ? [FindingCode.Numeric] : [],
            // The job is run as it stands; nobody looks for these while it runs.
            Unverified =
            [
                FindingCode.Throttle,
                FindingCode.Steal,
                FindingCode.NoisyHost,
                FindingCode.Paging,
                FindingCode.ClockDrift,
            ],
            InvalidReason = state.IsBroken ? "A loss was not finite." : null,
            CutShort = false,
            ItemsPerStep = request.Case.Batch,
            ItemName = "image",
            Parameters = network.State().Where(s => s.Learns).Sum(s => s.Tensor.ElementCount),
            PeakResident = PeakResident(),
            PeakDevice = request.Case.Device.IsCpu ? null : new Device(request.Case.Device).ReadMemory()?.Peak,
            Checks = [state.FirstLoss ?? 0, state.LastLoss ?? 0],
            Settings = request.EngineSettings,
            Transfer = Figures(testTime, testTimeAccuracy, resident),
        };

    /// <summary>Steps of the frozen phase take another time than those of the unfrozen one; the last phase alone scores.</summary>
    private Block Score(Block block, int index) =>
        index < state.EarlierBlocks ? block with { Phase = Phase.Warmup } : block;

    private TransferFigures Figures(Seconds? testTime, double? testTimeAccuracy, double? resident) =>
        new()
        {
            IsPretrained = request.WeightsPath is not null,
            Classes = pictures.Train.Classes,
            TrainPictures = pictures.Train.Count,
            ValidPictures = pictures.Valid.Count,
            UnreadablePictures = pictures.Unreadable().Length,
            Epochs = [.. state.Epochs],
            Setup = new Seconds(state.SetupSeconds),
            FirstBatch = new Seconds(state.FirstBatchSeconds ?? 0),
            Frozen = Took(TransferPhase.Frozen, request.Settings.FrozenEpochs),
            Unfrozen = Took(TransferPhase.Unfrozen, request.Settings.Epochs),
            TestTime = testTime,
            Forward = Projected(state.ForwardSeconds),
            Backward = Projected(state.BackwardSeconds),
            Optimizer = Projected(state.OptimizerSeconds),
            IsSampled = !request.Case.Device.IsCpu,
            Checkpointing = new Seconds(state.CheckpointSeconds),
            TestTimeAccuracy = testTimeAccuracy,
            ImagesPerSecond = Rate(state.Epochs),
            LastPhaseImagesPerSecond = Rate(state.Epochs.Where(e => e.Phase == state.Phase)),
            ResidentImagesPerSecond = resident,
            TrainingToTarget = Told(state.TrainingToTarget),
            ElapsedToTarget = Told(state.ElapsedToTarget),
            Interruptions = state.Interruptions,
            FailedCheckpoints = state.FailedCheckpoints,
        };

    /// <summary>Four readings of the clock, which is all that timing a step costs.</summary>
    private Seconds Overhead()
    {
        long start = clock.Ticks;
        for (int i = 0; i < 4; i++)
        {
            _ = clock.Ticks;
        }
        return clock.Since(start);
    }

    private static Bytes PeakResident()
    {
        using var process = Process.GetCurrentProcess();
        return new Bytes(process.PeakWorkingSet64);
    }

    private double? Rate(IEnumerable<TransferEpoch> epochs)
    {
        (double steps, double seconds) = epochs.Aggregate(
            (Steps: 0.0, Seconds: 0.0),
            (sum, epoch) => (sum.Steps + epoch.Steps, sum.Seconds + epoch.Training.Value)
        );
        return seconds > 0 ? steps * request.Case.Batch / seconds : null;
    }

    private Seconds? Took(TransferPhase phase, int epochs) =>
        epochs == 0 ? null : new Seconds(state.Epochs.Where(e => e.Phase == phase).Sum(e => e.Took.Value));

    private Seconds Projected(double seconds) =>
        new(state.SplitSteps == 0 ? 0 : seconds * state.Steps / state.SplitSteps);

    private static Seconds? Told(double? seconds) => seconds is { } value ? new Seconds(value) : null;
}
