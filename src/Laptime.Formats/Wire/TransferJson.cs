using System.Collections.Immutable;
using Laptime.Core.Transfer;

namespace Laptime.Formats.Wire;

/// <summary>What a transfer-learning job is asked to do.</summary>
internal sealed record TransferSettingsJson
{
    public string? Data { get; init; }
    public int? FrozenEpochs { get; init; }
    public int? Epochs { get; init; }
    public double? FrozenRate { get; init; }
    public double? LowestRate { get; init; }
    public double? HighestRate { get; init; }
    public string? Warmup { get; init; }
    public double? TargetAccuracy { get; init; }
    public int? Workers { get; init; }
    public bool? TestTimeAugmentation { get; init; }
    public string? TensorBoard { get; init; }
    public string? Checkpoints { get; init; }
    public bool? KeepCheckpoints { get; init; }

    public static TransferSettingsJson? From(TransferSettings? settings) =>
        settings is null
            ? null
            : new TransferSettingsJson
            {
                Data = settings.Data,
                FrozenEpochs = settings.FrozenEpochs,
                Epochs = settings.Epochs,
                FrozenRate = settings.FrozenRate,
                LowestRate = settings.LowestRate,
                HighestRate = settings.HighestRate,
                Warmup = Words.Of(settings.Warmup),
                TargetAccuracy = settings.TargetAccuracy,
                Workers = settings.Workers,
                TestTimeAugmentation = settings.TestTimeAugmentation,
                TensorBoard = settings.TensorBoard,
                Checkpoints = settings.Checkpoints,
                KeepCheckpoints = settings.KeepCheckpoints,
            };

    public TransferSettings ToSettings(Place at) =>
        new()
        {
            Data = at["data"].Text(Data),
            FrozenEpochs = at["frozen_epochs"].AtLeast(0, FrozenEpochs),
            Epochs = at["epochs"].AtLeast(0, Epochs),
            FrozenRate = at["frozen_rate"].Finite(at["frozen_rate"].Required(FrozenRate)),
            LowestRate = at["lowest_rate"].Finite(at["lowest_rate"].Required(LowestRate)),
            HighestRate = at["highest_rate"].Finite(at["highest_rate"].Required(HighestRate)),
            Warmup = at["warmup"].Word<WarmupShape>(Warmup),
            TargetAccuracy = at["target_accuracy"].FiniteOrNull(TargetAccuracy),
            Workers = at["workers"].AtLeast(1, Workers),
            TestTimeAugmentation = at["test_time_augmentation"].Required(TestTimeAugmentation),
            TensorBoard = at["tensor_board"].TextOrNull(TensorBoard),
            Checkpoints = at["checkpoints"].Text(Checkpoints),
            KeepCheckpoints = at["keep_checkpoints"].Required(KeepCheckpoints),
        };
}

/// <summary>What a transfer-learning job came to. Sums and shares that follow from the rest are written and never read.</summary>
internal sealed record TransferFiguresJson
{
    public bool? IsPretrained { get; init; }
    public string[]? Classes { get; init; }
    public int? TrainPictures { get; init; }
    public int? ValidPictures { get; init; }
    public int? UnreadablePictures { get; init; }
    public TransferEpochJson[]? Epochs { get; init; }
    public double? SetupSeconds { get; init; }
    public double? FirstBatchSeconds { get; init; }
    public double? FrozenSeconds { get; init; }
    public double? UnfrozenSeconds { get; init; }
    public double? TestTimeSeconds { get; init; }
    public double? TotalSeconds { get; init; }
    public double? TrainingSeconds { get; init; }
    public double? WaitingSeconds { get; init; }
    public double? WaitingShare { get; init; }
    public double? ForwardSeconds { get; init; }
    public double? BackwardSeconds { get; init; }
    public double? OptimizerSeconds { get; init; }
    public bool? IsSampled { get; init; }
    public double? EvaluationSeconds { get; init; }
    public double? CheckpointingSeconds { get; init; }
    public double? Accuracy { get; init; }
    public double? TestTimeAccuracy { get; init; }
    public double? ImagesPerSecond { get; init; }
    public double? LastPhaseImagesPerSecond { get; init; }
    public double? ResidentImagesPerSecond { get; init; }
    public double? TrainingToTargetSeconds { get; init; }
    public double? ElapsedToTargetSeconds { get; init; }
    public int? Interruptions { get; init; }
    public int? FailedCheckpoints { get; init; }

    public static TransferFiguresJson? From(TransferFigures? figures) =>
        figures is null
            ? null
            : new TransferFiguresJson
            {
                IsPretrained = figures.IsPretrained,
                Classes = [.. figures.Classes],
                TrainPictures = figures.TrainPictures,
                ValidPictures = figures.ValidPictures,
                UnreadablePictures = figures.UnreadablePictures,
                Epochs = [.. figures.Epochs.Select(TransferEpochJson.From)],
                SetupSeconds = figures.Setup.Value,
                FirstBatchSeconds = figures.FirstBatch.Value,
                FrozenSeconds = figures.Frozen?.Value,
                UnfrozenSeconds = figures.Unfrozen?.Value,
                TestTimeSeconds = figures.TestTime?.Value,
                TotalSeconds = figures.Total.Value,
                TrainingSeconds = figures.Training.Value,
                WaitingSeconds = figures.Waiting.Value,
                WaitingShare = figures.WaitingShare,
                ForwardSeconds = figures.Forward.Value,
                BackwardSeconds = figures.Backward.Value,
                OptimizerSeconds = figures.Optimizer.Value,
                IsSampled = figures.IsSampled,
                EvaluationSeconds = figures.Evaluation.Value,
                CheckpointingSeconds = figures.Checkpointing.Value,
                Accuracy = figures.Accuracy,
                TestTimeAccuracy = figures.TestTimeAccuracy,
                ImagesPerSecond = figures.ImagesPerSecond,
                LastPhaseImagesPerSecond = figures.LastPhaseImagesPerSecond,
                ResidentImagesPerSecond = figures.ResidentImagesPerSecond,
                TrainingToTargetSeconds = figures.TrainingToTarget?.Value,
                ElapsedToTargetSeconds = figures.ElapsedToTarget?.Value,
                Interruptions = figures.Interruptions,
                FailedCheckpoints = figures.FailedCheckpoints,
            };

    public TransferFigures ToFigures(Place at) =>
        new()
        {
            IsPretrained = at["is_pretrained"].Required(IsPretrained),
            Classes = Texts.Required(Classes, at["classes"]),
            TrainPictures = at["train_pictures"].AtLeast(0, TrainPictures),
            ValidPictures = at["valid_pictures"].AtLeast(0, ValidPictures),
            UnreadablePictures = at["unreadable_pictures"].AtLeastOrNull(0, UnreadablePictures) ?? 0,
            Epochs = ToEpochs(at["epochs"]),
            Setup = at["setup_seconds"].Duration(SetupSeconds),
            FirstBatch = at["first_batch_seconds"].Duration(FirstBatchSeconds),
            Frozen = at["frozen_seconds"].DurationOrNull(FrozenSeconds),
            Unfrozen = at["unfrozen_seconds"].DurationOrNull(UnfrozenSeconds),
            TestTime = at["test_time_seconds"].DurationOrNull(TestTimeSeconds),
            Forward = at["forward_seconds"].Duration(ForwardSeconds),
            Backward = at["backward_seconds"].Duration(BackwardSeconds),
            Optimizer = at["optimizer_seconds"].Duration(OptimizerSeconds),
            IsSampled = at["is_sampled"].Required(IsSampled),
            Checkpointing = at["checkpointing_seconds"].Duration(CheckpointingSeconds),
            TestTimeAccuracy = at["test_time_accuracy"].FiniteOrNull(TestTimeAccuracy),
            ImagesPerSecond = at["images_per_second"].FiniteOrNull(ImagesPerSecond),
            LastPhaseImagesPerSecond = at["last_phase_images_per_second"].FiniteOrNull(LastPhaseImagesPerSecond),
            ResidentImagesPerSecond = at["resident_images_per_second"].FiniteOrNull(ResidentImagesPerSecond),
            TrainingToTarget = at["training_to_target_seconds"].DurationOrNull(TrainingToTargetSeconds),
            ElapsedToTarget = at["elapsed_to_target_seconds"].DurationOrNull(ElapsedToTargetSeconds),
            Interruptions = at["interruptions"].AtLeastOrNull(0, Interruptions) ?? 0,
            FailedCheckpoints = at["failed_checkpoints"].AtLeastOrNull(0, FailedCheckpoints) ?? 0,
        };

    private ImmutableArray<TransferEpoch> ToEpochs(Place at) =>
        [.. at.Required(Epochs).Select((epoch, i) => at[i].Required(epoch).ToEpoch(at[i]))];
}

/// <summary>An epoch of a transfer-learning job.</summary>
internal sealed record TransferEpochJson
{
    public string? Phase { get; init; }
    public int? Number { get; init; }
    public int? Steps { get; init; }
    public double? TrainLoss { get; init; }
    public double? ValidLoss { get; init; }
    public double? Accuracy { get; init; }
    public double? TrainingSeconds { get; init; }
    public double? WaitingSeconds { get; init; }
    public double? EvaluationSeconds { get; init; }

    public static TransferEpochJson From(TransferEpoch epoch) =>
        new()
        {
            Phase = Words.Of(epoch.Phase),
            Number = epoch.Number,
            Steps = epoch.Steps,
            TrainLoss = epoch.TrainLoss,
            ValidLoss = epoch.ValidLoss,
            Accuracy = epoch.Accuracy,
            TrainingSeconds = epoch.Training.Value,
            WaitingSeconds = epoch.Waiting.Value,
            EvaluationSeconds = epoch.Evaluation.Value,
        };

    public TransferEpoch ToEpoch(Place at) =>
        new()
        {
            Phase = at["phase"].Word<TransferPhase>(Phase),
            Number = at["number"].AtLeast(1, Number),
            Steps = at["steps"].AtLeast(0, Steps),
            TrainLoss = at["train_loss"].FiniteOrNull(TrainLoss),
            ValidLoss = at["valid_loss"].FiniteOrNull(ValidLoss),
            Accuracy = at["accuracy"].Finite(at["accuracy"].Required(Accuracy)),
            Training = at["training_seconds"].Duration(TrainingSeconds),
            Waiting = at["waiting_seconds"].Duration(WaitingSeconds),
            Evaluation = at["evaluation_seconds"].Duration(EvaluationSeconds),
        };
}

/// <summary>Where a transfer-learning job stands.</summary>
internal sealed record TransferProgressJson
{
    public string? Part { get; init; }
    public int? Epoch { get; init; }
    public int? Epochs { get; init; }
    public int? Step { get; init; }
    public int? Steps { get; init; }
    public double? Loss { get; init; }
    public double? ImagesPerSecond { get; init; }
    public double? WaitingShare { get; init; }
    public double? SecondsLeft { get; init; }
    public TransferEpochJson? Ended { get; init; }
    public string? Notice { get; init; }
    public bool? IsWarning { get; init; }

    public static TransferProgressJson? From(TransferProgress? progress) =>
        progress is null
            ? null
            : new TransferProgressJson
            {
                Part = progress.Part,
                Epoch = progress.Epoch,
                Epochs = progress.Epochs,
                Step = progress.Step,
                Steps = progress.Steps,
                Loss = progress.Loss,
                ImagesPerSecond = progress.ImagesPerSecond,
                WaitingShare = progress.WaitingShare,
                SecondsLeft = progress.SecondsLeft,
                Ended = progress.Ended is null ? null : TransferEpochJson.From(progress.Ended),
                Notice = progress.Notice,
                IsWarning = progress.IsWarning,
            };

    public TransferProgress ToProgress(Place at) =>
        new()
        {
            Part = at["part"].Text(Part),
            Epoch = at["epoch"].AtLeast(0, Epoch),
            Epochs = at["epochs"].AtLeast(0, Epochs),
            Step = at["step"].AtLeast(0, Step),
            Steps = at["steps"].AtLeast(0, Steps),
            Loss = at["loss"].FiniteOrNull(Loss),
            ImagesPerSecond = at["images_per_second"].FiniteOrNull(ImagesPerSecond),
            WaitingShare = at["waiting_share"].FiniteOrNull(WaitingShare),
            SecondsLeft = at["seconds_left"].FiniteOrNull(SecondsLeft),
            Ended = Ended?.ToEpoch(at["ended"]),
            Notice = at["notice"].TextOrNull(Notice),
            IsWarning = IsWarning ?? false,
        };
}
