using System.Collections.Immutable;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Torch;
using Laptime.Transfer.Checkpoints;
using Laptime.Transfer.Learning;
using Laptime.Transfer.Networks;
using Laptime.Transfer.Pictures;
using Laptime.Transfer.Schedules;

namespace Laptime.Transfer;

/// <summary>The job under way: everything that its parts share.</summary>
internal sealed class JobUnderWay(
    TransferRequest request,
    JobClock clock,
    Seconds residentTime,
    TransferPictures pictures,
    TensorMemory memory,
    TransferNetwork network,
    CheckpointKeeper keeper,
    JobReporter reporter,
    JobState state,
    CancellationToken cancellationToken
)
{
    // More blocks than this tell nothing new, and every one is stored.
    private const int MostBlocks = 4000;
    private const int WarmupSteps = 10;

    private readonly TransferSettings settings = request.Settings;
    private readonly int classes = pictures.Train.Classes.Length;
    private readonly int stepsPerEpoch = pictures.Train.Count / request.Case.Batch;
    private int warmupLeft = Math.Min(WarmupSteps, pictures.Train.Count / request.Case.Batch / 4);
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
                    state.EarlierBlocks = state.Blocks.Count;
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
            TransferProgress now;
            try
            {
                TrainEpoch(learner, schedule, highest);
                now = EndEpoch(learner, phase, epochs);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                keeper.TrySave(state, learner);
                throw;
            }
            keeper.TrySave(state, learner);
            Tell(state.Epochs[^1], now);
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

    private TransferProgress EndEpoch(Learner learner, TransferPhase phase, int epochs)
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
        return now with { SecondsLeft = Left() };
    }

    /// <summary>An epoch is told of when it is safe.</summary>
    private void Tell(TransferEpoch epoch, TransferProgress now)
    {
        reporter.Ended(epoch, now);
        reporter.Record(
            state.Steps,
            ("loss/valid", epoch.ValidLoss),
            ("accuracy/valid", epoch.Accuracy),
            ("seconds/epoch", epoch.Took.Value)
        );
        foreach (string sentence in pictures.Unreadable().Skip(unreadableTold))
        {
            reporter.Warn(sentence);
            unreadableTold++;
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
        double? resident =
            state.Epochs.Count > 0
                ? new ResidentSteps(request, pictures.Train, memory, clock).Measure(
                    learner,
                    residentTime,
                    cancellationToken
                )
                : null;
        var samples = new JobRecord(request, state, pictures, network, clock).ToSamples(
            testTime,
            testTimeAccuracy,
            resident
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

    private Predictions Predict(Learner learner, Augmentation augmentation, long seed, TransferProgress? part) =>
        new Predictor(request, pictures.Valid, memory, classes).Predict(
            learner,
            augmentation,
            seed,
            (done, batches) =>
            {
                if (part is not null)
                {
                    reporter.Step(part with { Step = done, Steps = batches });
                }
            },
            cancellationToken
        );

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
