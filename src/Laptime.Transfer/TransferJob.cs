using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Findings;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Devices;
using Laptime.Torch.Nn;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;
using Laptime.Transfer.Checkpoints;
using Laptime.Transfer.Learning;
using Laptime.Transfer.Networks;
using Laptime.Transfer.Pictures;
using Laptime.Transfer.Schedules;
using Laptime.Workloads;

namespace Laptime.Transfer;

/// <summary>
/// A transfer-learning job from its first picture to its accuracy: frozen phase, unfrozen phase, test-time
/// augmentation, then the same steps on a resident batch. docs/transfer.md tells the story and what is timed.
/// </summary>
/// <remarks>libtorch must be loaded, its threads and allocator set.</remarks>
public sealed class TransferJob
{
    // More blocks than this tell nothing new, and every one is stored.
    private const int MostBlocks = 4000;
    private const int WarmupSteps = 10;

    private readonly TransferRequest request;
    private readonly JobClock clock;
    private readonly IMonotonicClock machineClock;
    private readonly TimeProvider time;
    private readonly IProgress<TransferProgress> progress;

    /// <summary>A job that has not begun.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="clock">Times everything.</param>
    /// <param name="time">Time of day, for TensorBoard.</param>
    /// <param name="progress">Told how it goes; must be quick.</param>
    public TransferJob(
        TransferRequest request,
        IMonotonicClock clock,
        TimeProvider time,
        IProgress<TransferProgress> progress
    )
    {
        this.request = request;
        machineClock = clock;
        this.clock = new JobClock(clock);
        this.time = time;
        this.progress = progress;
    }

    /// <summary>Opens a checkpoint to write; another than the file system's for tests.</summary>
    internal Func<string, Stream>? CreateFile { get; init; }

    /// <summary>Seconds that the steps on a resident batch may take.</summary>
    internal Seconds ResidentTime { get; init; } = new(4);

    /// <summary>Does the job, from its beginning or from its last checkpoint.</summary>
    /// <param name="open">Opens the pictures, whose batches are to lie in the memory given.</param>
    /// <param name="cancellationToken">Ends the job between two steps, after a checkpoint.</param>
    /// <exception cref="TransferException">It cannot be done.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint is written.</exception>
    /// <exception cref="WeightFileException">The weights cannot be read or are of another network.</exception>
    /// <exception cref="TorchException">libtorch refused, most likely for want of memory.</exception>
    public TrialSamples Run(Func<IPictureMemory, TransferPictures> open, CancellationToken cancellationToken)
    {
        using var memory = new TensorMemory(request.Case.Device);
        using var reporter = new JobReporter(request, clock, time, progress);
        using var pictures = open(memory);
        Check(pictures);
        using var network = BuildNetwork(pictures.Train.Classes.Length);
        using var keeper = new CheckpointKeeper(
            new CheckpointFolder(request.CheckpointDirectory, CreateFile),
            network,
            clock,
            reporter.Notice
        );
        var setup = clock.Elapsed;
        var state = keeper.Restore(request.IdentityWith(pictures.Train.Count, pictures.Valid.Count));
        if (state.Interruptions > 0)
        {
            reporter.Notice(
                $"Going on after {state.Epochs.Count} epochs and {state.Step} steps of the next; {state.Steps} steps are done."
            );
        }
        state.SetupSeconds += setup.Value;
        var training = new Training(this, pictures, memory, network, keeper, reporter, state, cancellationToken);
        return training.Run();
    }

    private void Check(TransferPictures pictures)
    {
        if (pictures.Train.Classes.Length < 2)
        {
            throw new TransferException(
                $"There is one class of pictures ({pictures.Train.Classes[0]}); a classifier needs two.",
                "Give a directory with a folder for each class."
            );
        }
        if (pictures.Train.Count < request.Case.Batch)
        {
            throw new TransferException(
                $"There are {pictures.Train.Count} pictures to train on, and a batch takes {request.Case.Batch}.",
                $"Choose a smaller batch with --batch, {pictures.Train.Count} at most."
            );
        }
    }

    private TransferNetwork BuildNetwork(int classes)
    {
        Libtorch.Seed(Seeds.OfWeights(request.Seed));
        var network = new TransferNetwork(request.Network, classes);
        try
        {
            if (request.WeightsPath is { } path)
            {
                using var weights = WeightFile.Open(path);
                StateLoader.Load(network.Body, weights);
            }
            network.MoveTo(request.Case.Device);
            if (request.Case.Mode == Mode.Tuned)
            {
                foreach (var convolution in network.Modules.OfType<Conv2d>())
                {
                    convolution.UseChannelsLast();
                }
            }
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The job under way: everything that its parts share.</summary>
    private sealed class Training(
        TransferJob job,
        TransferPictures pictures,
        TensorMemory memory,
        TransferNetwork network,
        CheckpointKeeper keeper,
        JobReporter reporter,
        JobState state,
        CancellationToken cancellationToken
    )
    {
        private readonly TransferRequest request = job.request;
        private readonly TransferSettings settings = job.request.Settings;
        private readonly JobClock clock = job.clock;
        private readonly int classes = pictures.Train.Classes.Length;
        private readonly int stepsPerEpoch = pictures.Train.Count / job.request.Case.Batch;
        private int warmupLeft = Math.Min(WarmupSteps, pictures.Train.Count / job.request.Case.Batch / 4);
        private double stepSeconds;
        private Seconds lastEvaluation;
        private int unreadableTold;

        private int Batch => request.Case.Batch;

        public TrialSamples Run()
        {
            if (state.Epochs.Count > 0)
            {
                lastEvaluation = state.Epochs[^1].Evaluation;
            }
            Learner? learner = null;
            try
            {
                bool isResumed = state.Interruptions > 0;
                foreach (var phase in Phases().Where(phase => phase >= state.Phase || !isResumed))
                {
                    learner?.Dispose();
                    learner = new Learner(network, request.Case, phase);
                    if (isResumed && phase == state.Phase)
                    {
                        keeper.RestoreLearner(learner, state);
                    }
                    else
                    {
                        (state.Phase, state.Epoch, state.Step) = (phase, 0, 0);
                    }
                    keeper.CloseRestored();
                    Teach(learner, phase);
                    if (state.IsTrained)
                    {
                        break;
                    }
                }
                learner ??= new Learner(network, request.Case, TransferPhase.Unfrozen);
                state.IsTrained = true;
                return Finish(learner);
            }
            finally
            {
                learner?.Dispose();
            }
        }

        private IEnumerable<TransferPhase> Phases()
        {
            if (settings.FrozenEpochs > 0)
            {
                yield return TransferPhase.Frozen;
            }
            if (settings.Epochs > 0)
            {
                yield return TransferPhase.Unfrozen;
            }
        }

        private int EpochsOf(TransferPhase phase) =>
            phase == TransferPhase.Frozen ? settings.FrozenEpochs : settings.Epochs;

        private void Teach(Learner learner, TransferPhase phase)
        {
            int epochs = EpochsOf(phase);
            bool isFrozen = phase == TransferPhase.Frozen;
            // fit_one_cycle's default part, and that of the published example's second phase.
            var schedule = new OneCycle(epochs * stepsPerEpoch, isFrozen ? 0.3 : 0.05, settings.Warmup);
            var highest = isFrozen
                ? LayerRates.Tenth(settings.FrozenRate, TransferNetwork.GroupCount)
                : LayerRates.Geometric(settings.LowestRate, settings.HighestRate, TransferNetwork.GroupCount);
            while (state.Epoch < epochs && !state.IsTrained)
            {
                try
                {
                    TrainEpoch(learner, schedule, highest);
                    EndEpoch(learner, phase, epochs);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    keeper.TrySave(state, learner);
                    throw;
                }
                keeper.TrySave(state, learner);
            }
        }

        private void TrainEpoch(Learner learner, OneCycle schedule, ImmutableArray<double> highest)
        {
            if (state.Step >= stepsPerEpoch)
            {
                return; // interrupted while it was validated
            }
            int blockSteps = Math.Max(1, (settings.FrozenEpochs + settings.Epochs) * stepsPerEpoch / MostBlocks);
            long begun = clock.Ticks;
            using var pass = pictures.Train.Begin(
                new PicturePassPlan
                {
                    Batch = Batch,
                    Side = request.Side,
                    IsShuffled = true,
                    DropsLast = true,
                    Augmentation = new Augmentation.Training(),
                    Seed = Seeds.OfPass(request.Seed, (int)state.Phase, state.Epoch),
                    Skip = state.Step,
                }
            );
            double[] rates = new double[highest.Length];
            long blockStart = clock.Ticks;
            int inBlock = 0;
            while (true)
            {
                long start = clock.Ticks;
                using var batch = pass.Next(cancellationToken);
                long got = clock.Ticks;
                if (batch is null)
                {
                    break;
                }
                state.FirstBatchSeconds ??= clock.Between(begun, got).Value;
                state.WaitingSeconds += clock.Between(start, got).Value;
                int number = state.Epoch * stepsPerEpoch + state.Step;
                for (int i = 0; i < rates.Length; i++)
                {
                    rates[i] = highest[i] * schedule.RateAt(number);
                }
                learner.Optimizer.SetRates(rates);
                learner.Optimizer.Momentum = schedule.MomentumAt(number);
                Libtorch.Seed(Seeds.OfStep(request.Seed, (int)state.Phase, number));
                double loss = Step(learner, batch);
                state.Step++;
                state.Steps++;
                inBlock++;
                long end = clock.Ticks;
                double took = clock.Between(start, end).Value;
                state.TrainingSeconds += took;
                if (inBlock == blockSteps || state.Step == stepsPerEpoch)
                {
                    CloseBlock(blockStart, end, inBlock);
                    (blockStart, inBlock) = (end, 0);
                }
                Tell(loss, took, rates[^1]);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        private double Step(Learner learner, PictureBatch batch)
        {
            bool splits = request.Case.Device.IsCpu || state.Steps % 10 == 0;
            var (loss, times) = learner.Step(memory.View(batch, request.Side), batch.Labels, clock, splits);
            if (times.IsSplit)
            {
                state.ForwardSeconds += clock.Between(0, times.Forward).Value;
                state.BackwardSeconds += clock.Between(0, times.Backward).Value;
                state.OptimizerSeconds += clock.Between(0, times.Optimizer).Value;
                state.SplitSteps++;
            }
            state.FirstLoss ??= loss;
            state.LastLoss = loss;
            state.LossSum += loss;
            state.IsBroken |= !double.IsFinite(loss);
            return loss;
        }

        private void CloseBlock(long start, long end, int steps)
        {
            var block = new Block
            {
                Phase = warmupLeft > 0 ? Phase.Warmup : Phase.Measurement,
                StartTicks = start,
                Steps = steps,
                Wall = clock.Between(start, end),
            };
            warmupLeft -= steps;
            state.Blocks.Add(block);
            keeper.Journal.Add(new JournalEntry(state.Phase, state.Epoch, state.Step - steps, block));
        }

        private void Tell(double loss, double took, double rate)
        {
            stepSeconds = stepSeconds == 0 ? took : 0.9 * stepSeconds + 0.1 * took;
            reporter.Step(Now(Batch / stepSeconds), loss);
            reporter.Record(
                state.Steps,
                ("loss/train", loss),
                ("rate", rate),
                ("images_per_second", Batch / took),
                ("waiting_share", state.WaitingSeconds / state.TrainingSeconds)
            );
        }

        private TransferProgress Now(double? imagesPerSecond) =>
            new()
            {
                Part = state.Phase == TransferPhase.Frozen ? "frozen" : "unfrozen",
                Epoch = Math.Min(state.Epoch + 1, EpochsOf(state.Phase)),
                Epochs = EpochsOf(state.Phase),
                Step = state.Step,
                Steps = stepsPerEpoch,
                ImagesPerSecond = imagesPerSecond,
                WaitingShare = state.TrainingSeconds > 0 ? state.WaitingSeconds / state.TrainingSeconds : null,
                SecondsLeft = Left(),
            };

        /// <summary>Steps, validations and passes of test-time augmentation that are to come, at the speed of the last ones.</summary>
        private double? Left()
        {
            if (stepSeconds == 0)
            {
                return null;
            }
            int epochsLeft =
                EpochsOf(state.Phase) - state.Epoch + (state.Phase == TransferPhase.Frozen ? settings.Epochs : 0);
            // Evaluating a picture takes about a third of training on it, until it is known better.
            double evaluation =
                lastEvaluation > Seconds.Zero ? lastEvaluation.Value : stepSeconds / 3 * pictures.Valid.Count / Batch;
            int passes = epochsLeft + (settings.TestTimeAugmentation ? 9 : 0);
            return (epochsLeft * (double)stepsPerEpoch - state.Step) * stepSeconds + passes * evaluation;
        }

        private void EndEpoch(Learner learner, TransferPhase phase, int epochs)
        {
            long start = clock.Ticks;
            var predictions = Predict(learner, new Augmentation.None(), seed: 0, part: null);
            lastEvaluation = clock.Since(start);
            double trainLoss = state.LossSum / stepsPerEpoch;
            var epoch = new TransferEpoch
            {
                Phase = phase,
                Number = state.Epoch + 1,
                Steps = stepsPerEpoch,
                TrainLoss = Known(trainLoss),
                ValidLoss = Known(predictions.Loss),
                Accuracy = predictions.Accuracy,
                Training = new Seconds(state.TrainingSeconds),
                Waiting = new Seconds(state.WaitingSeconds),
                Evaluation = lastEvaluation,
            };
            var now = Now(Batch * stepsPerEpoch / state.TrainingSeconds);
            state.Epochs.Add(epoch);
            (state.Epoch, state.Step) = (state.Epoch + 1, 0);
            (state.LossSum, state.TrainingSeconds, state.WaitingSeconds) = (0, 0, 0);
            if (settings.TargetAccuracy is { } target && epoch.Accuracy >= target)
            {
                state.TrainingToTarget = state.Epochs.Sum(e => e.Training.Value);
                state.ElapsedToTarget = clock.Elapsed.Value;
                state.IsTrained = true;
            }
            state.IsTrained |= state.Epoch == epochs && phase == Phases().Last();
            reporter.Ended(epoch, now with { SecondsLeft = Left() });
            foreach (string sentence in pictures.Unreadable().Skip(unreadableTold))
            {
                reporter.Notice(sentence);
                unreadableTold++;
            }
            reporter.Record(
                state.Steps,
                ("loss/valid", epoch.ValidLoss),
                ("accuracy/valid", epoch.Accuracy),
                ("seconds/epoch", epoch.Took.Value)
            );
        }

        private Predictions Predict(Learner learner, Augmentation augmentation, long seed, TransferProgress? part)
        {
            using var pass = pictures.Valid.Begin(
                new PicturePassPlan
                {
                    Batch = Batch,
                    Side = request.Side,
                    IsShuffled = false,
                    DropsLast = false,
                    Augmentation = augmentation,
                    Seed = seed,
                }
            );
            var predictions = new PredictionBuilder(classes);
            for (int done = 1; ; done++)
            {
                using var batch = pass.Next(cancellationToken);
                if (batch is null)
                {
                    return predictions.Build();
                }
                predictions.Add(learner.Score(memory.View(batch, request.Side)), batch.Labels);
                if (part is not null)
                {
                    reporter.Step(part with { Step = done, Steps = pass.Batches });
                }
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        private TrialSamples Finish(Learner learner)
        {
            Seconds? testTime = null;
            double? testTimeAccuracy = null;
            // A job that was to reach an accuracy is done when it has.
            if (settings.TestTimeAugmentation && state.TrainingToTarget is null && state.Epochs.Count > 0)
            {
                long start = clock.Ticks;
                testTimeAccuracy = TestTime(learner).Accuracy;
                testTime = clock.Since(start);
                reporter.Record(state.Steps, ("accuracy/test_time_augmentation", testTimeAccuracy));
            }
            double? resident = state.Epochs.Count > 0 ? MeasureResident(learner) : null;
            var samples = Samples(
                new TransferFigures
                {
                    IsPretrained = request.WeightsPath is not null,
                    Classes = pictures.Train.Classes,
                    TrainPictures = pictures.Train.Count,
                    ValidPictures = pictures.Valid.Count,
                    UnreadablePictures = pictures.Unreadable().Length,
                    Epochs = [.. state.Epochs],
                    Setup = new Seconds(state.SetupSeconds),
                    FirstBatch = new Seconds(state.FirstBatchSeconds ?? 0),
                    Frozen = Took(TransferPhase.Frozen),
                    Unfrozen = Took(TransferPhase.Unfrozen),
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
                }
            );
            if (!settings.KeepCheckpoints)
            {
                keeper.Clear();
            }
            return samples;
        }

        private Predictions TestTime(Learner learner)
        {
            const int Passes = 9;
            // The plain pass is done anew, as the published times have it, even where an epoch has just done it.
            var plain = Predict(learner, new Augmentation.None(), seed: 0, Part(1));
            var augmented = new List<Predictions>();
            for (int i = 0; i < Passes - 1; i++)
            {
                var augmentation = new Augmentation.TestTime(Corner: i / 2, Flipped: i % 2 == 1);
                augmented.Add(Predict(learner, augmentation, Seeds.OfTestTime(request.Seed, i), Part(i + 2)));
            }
            return Predictions.Average(plain, augmented);

            TransferProgress Part(int pass) =>
                new()
                {
                    Part = "test-time augmentation",
                    Epoch = pass,
                    Epochs = Passes,
                    Step = 0,
                    Steps = 0,
                    SecondsLeft = (Passes - pass + 1) * lastEvaluation.Value,
                };
        }

        /// <summary>Training steps on one batch that stays where it is: what the device does when it never waits.</summary>
        private double MeasureResident(Learner learner)
        {
            const int Warmup = 3;
            const int LeastSteps = 3;
            Tensor resident;
            long[] labels;
            using (
                var pass = pictures.Train.Begin(
                    new PicturePassPlan
                    {
                        Batch = Batch,
                        Side = request.Side,
                        IsShuffled = true,
                        DropsLast = true,
                        Augmentation = new Augmentation.Training(),
                        Seed = Seeds.OfPass(request.Seed, phase: 2, epoch: 0),
                        Skip = stepsPerEpoch - 1,
                    }
                )
            )
            using (var batch = pass.Next(cancellationToken)!)
            using (GradMode.Off())
            {
                labels = batch.Labels.ToArray();
                using var view = memory.View(batch, request.Side);
                resident = learner.Place(Torch.Operators.Ops.Clone(view)).Keep();
            }
            using (resident)
            {
                long start = 0;
                int steps = -Warmup;
                while (steps < LeastSteps || clock.Since(start) < job.ResidentTime)
                {
                    if (steps == 0)
                    {
                        start = clock.Ticks;
                    }
                    learner.Step(resident.Share(), labels, clock, splits: false);
                    steps++;
                    cancellationToken.ThrowIfCancellationRequested();
                }
                return steps * Batch / clock.Since(start).Value;
            }
        }

        private TrialSamples Samples(TransferFigures figures) =>
            new()
            {
                TicksPerSecond = clock.Frequency,
                TimerResolution = new Seconds(1.0 / clock.Frequency),
                HarnessOverhead = clock.Since(clock.Ticks) * 4,
                Blocks = [.. state.Blocks],
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
                ItemsPerStep = Batch,
                ItemName = "image",
                Parameters = network.State().Where(s => s.Learns).Sum(s => s.Tensor.ElementCount),
                PeakResident = new Bytes(System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64),
                PeakDevice = request.Case.Device.IsCpu ? null : new Device(request.Case.Device).ReadMemory()?.Peak,
                Checks = [state.FirstLoss ?? 0, state.LastLoss ?? 0],
                Settings = request.EngineSettings,
                Transfer = figures,
            };

        private double? Rate(IEnumerable<TransferEpoch> epochs)
        {
            double seconds = epochs.Sum(e => e.Training.Value);
            return seconds > 0 ? epochs.Sum(e => (double)e.Steps) * Batch / seconds : null;
        }

        private Seconds? Took(TransferPhase phase) =>
            EpochsOf(phase) == 0 ? null : new Seconds(state.Epochs.Where(e => e.Phase == phase).Sum(e => e.Took.Value));

        private Seconds Projected(double seconds) =>
            new(state.SplitSteps == 0 ? 0 : seconds * state.Steps / state.SplitSteps);

        private static Seconds? Told(double? seconds) => seconds is { } value ? new Seconds(value) : null;

        private static double? Known(double value) => double.IsFinite(value) ? value : null;
    }
}
