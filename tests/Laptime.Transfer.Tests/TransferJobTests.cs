using System.Diagnostics;
using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Testing;
using Laptime.Tests;
using Laptime.Torch.Weights;
using Laptime.Transfer.Pictures;

namespace Laptime.Transfer.Tests;

/// <summary>Whole jobs on pictures in memory, a small network at 32 pixels.</summary>
public sealed class TransferJobTests : TorchTest, IAsyncDisposable
{
    private const int Train = 32;
    private const int StepsPerEpoch = Train / 8;

    private readonly string directory = Directory.CreateTempSubdirectory("laptime-transfer-").FullName;
    private readonly List<TransferProgress> told = [];

    public TransferJobTests(LoadedLibtorch libtorch)
        : base(libtorch) { }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(directory, recursive: true);
        Dispose();
        return ValueTask.CompletedTask;
    }

    private TransferRequest Request => Some.Request(directory);

    private string Checkpoints => Request.CheckpointDirectory;

    [Fact]
    public void Run_ToItsEnd_TellsEverythingAndCleansUp()
    {
        PaintedPictures train = new(Train);
        PaintedPictures valid = new(12);

        TrialSamples samples = Run(Request, train, valid);

        TransferFigures figures = samples.Transfer.ShouldNotBeNull();
        figures
            .Epochs.Select(e => (e.Phase, e.Number, e.Steps))
            .ShouldBe([
                (TransferPhase.Frozen, 1, StepsPerEpoch),
                (TransferPhase.Unfrozen, 1, StepsPerEpoch),
                (TransferPhase.Unfrozen, 2, StepsPerEpoch),
            ]);
        samples.Blocks.Length.ShouldBe(3 * StepsPerEpoch);
        samples.Blocks.Sum(b => b.Wall.Value).ShouldBe(figures.Training.Value, 5e-3);
        // Steps of the frozen phase are shorter than those that score.
        samples
            .Blocks.Select(b => b.Phase)
            .ShouldBe([
                .. Enumerable.Repeat(Phase.Warmup, StepsPerEpoch),
                .. Enumerable.Repeat(Phase.Measurement, 2 * StepsPerEpoch),
            ]);
        samples.Blocks.Select(b => b.StartTicks).ShouldBe(samples.Blocks.Select(b => b.StartTicks).Order());
        samples.InvalidReason.ShouldBeNull();
        (figures.Forward + figures.Backward + figures.Optimizer + figures.Waiting).Value.ShouldBeInRange(
            0.8 * figures.Training.Value,
            figures.Training.Value
        );
        figures.Total.Value.ShouldBe(figures.Epochs.Sum(e => e.Took.Value) + figures.TestTime!.Value.Value, 1e-9);
        figures.IsPretrained.ShouldBeFalse();
        figures.ResidentImagesPerSecond.ShouldNotBeNull().ShouldBeGreaterThan(0);
        figures.TestTimeAccuracy.ShouldNotBeNull().ShouldBeInRange(0, 1);
        Directory.Exists(Checkpoints).ShouldBeFalse();
        told.Count(t => t.Ended is not null).ShouldBe(3);
        told.ShouldAllBe(t => t.Notice == null);
        // Three epochs and nine passes, of which eight are augmented, each its own way.
        valid.Plans.Count.ShouldBe(3 + 9);
        valid.Plans.Select(p => p.Augmentation).OfType<Augmentation.TestTime>().Distinct().Count().ShouldBe(8);
        train.Plans.Select(p => p.Seed).Distinct().Count().ShouldBe(train.Plans.Count);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameLossesAndAccuracy()
    {
        TransferFigures first = Run(Request).Transfer!;
        TransferFigures second = Run(Request).Transfer!;
        TransferFigures other = Run(Request with { Seed = 8 }).Transfer!;

        Losses(second).ShouldBe(Losses(first));
        second.TestTimeAccuracy.ShouldBe(first.TestTimeAccuracy);
        Losses(other).ShouldNotBe(Losses(first));
    }

    [Theory]
    [InlineData(2)] // in the frozen phase
    [InlineData(StepsPerEpoch)] // at its last step
    [InlineData(StepsPerEpoch + 3)] // after its end
    [InlineData(2 * StepsPerEpoch + 1)] // in the last epoch
    public void Run_StoppedAndResumed_GivesTheLossesOfAnUninterruptedRun(int steps)
    {
        TransferFigures expected = Run(Request with { Launch = 2 }).Transfer!;
        using CancellationTokenSource stop = new();
        PaintedPictures interrupted = new(Train) { OnBatch = given => CancelAt(given, steps, stop) };

        Should.Throw<OperationCanceledException>(() => Run(Request, interrupted, new PaintedPictures(12), stop));
        Directory.EnumerateFiles(Checkpoints, "*.safetensors").Count().ShouldBeInRange(1, 2);
        TrialSamples resumed = Run(Request);

        Losses(resumed.Transfer!).ShouldBe(Losses(expected));
        resumed.Transfer!.TestTimeAccuracy.ShouldBe(expected.TestTimeAccuracy);
        resumed.Transfer!.Interruptions.ShouldBe(1);
        resumed.Blocks.Length.ShouldBe(3 * StepsPerEpoch, "no step is done twice");
        resumed.Blocks.ShouldAllBe(b => b.Dropped == null);
        resumed.Blocks.Select(b => b.StartTicks).ShouldBe(resumed.Blocks.Select(b => b.StartTicks).Order());
    }

    [Fact]
    public void Run_KilledWithinAnEpoch_GoesBackToTheCheckpointAndKeepsWhatWasMeasured()
    {
        TransferFigures expected = Run(Request with { Launch = 2 }).Transfer!;
        // A kill leaves no time for a checkpoint: what an exception from the pictures does, too.
        PaintedPictures killed = new(Train)
        {
            OnBatch = given => _ = given == StepsPerEpoch + 2 ? throw new InvalidDataException() : 0,
        };

        Should.Throw<InvalidDataException>(() => Run(Request, killed, new PaintedPictures(12)));
        TrialSamples resumed = Run(Request);

        Losses(resumed.Transfer!).ShouldBe(Losses(expected));
        Block[] lost = [.. resumed.Blocks.Where(b => b.Dropped is not null)];
        lost.Length.ShouldBe(2);
        lost.ShouldAllBe(b => b.Dropped == "interrupted");
        resumed.Blocks.Length.ShouldBe(3 * StepsPerEpoch + 2);
    }

    [Fact]
    public void Run_LatestCheckpointTorn_TakesTheOneBefore()
    {
        TransferFigures expected = Run(Request with { Launch = 2 }).Transfer!;
        PaintedPictures killed = new(Train)
        {
            OnBatch = given => _ = given == 2 * StepsPerEpoch + 1 ? throw new InvalidDataException() : 0,
        };
        Should.Throw<InvalidDataException>(() => Run(Request, killed, new PaintedPictures(12)));
        string latest = Directory.EnumerateFiles(Checkpoints, "*.safetensors").Order().Last();
        using (FileStream file = new(latest, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        TransferFigures resumed = Run(Request).Transfer!;

        Losses(resumed).ShouldBe(Losses(expected));
        told.ShouldContain(t => t.Notice != null && t.Notice.Contains("cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_DiskFull_WarnsAndGoesOn()
    {
        TrialSamples samples = Run(Request, create: _ => new FullDisk());

        samples.Transfer!.FailedCheckpoints.ShouldBe(3);
        samples.Transfer.Epochs.Length.ShouldBe(3);
        string notice = told.First(t => t.Notice is not null).Notice!;
        notice.ShouldContain("could not be written");
        notice.ShouldContain("No space left on device");
        notice.ShouldContain("--checkpoints");
        notice.ShouldNotContain('\n');
    }

    [Fact]
    public void Run_CheckpointOfOtherPictures_IsRefused()
    {
        PaintedPictures killed = new(Train)
        {
            OnBatch = given => _ = given == StepsPerEpoch + 1 ? throw new InvalidDataException() : 0,
        };
        Should.Throw<InvalidDataException>(() => Run(Request, killed, new PaintedPictures(12)));

        TransferException refused = Should.Throw<TransferException>(() =>
            Run(Request, new PaintedPictures(Train + 8), new PaintedPictures(12))
        );

        refused.Message.ShouldContain("another job");
        refused.Advice.ShouldContain("new run");
    }

    [Fact]
    public void Run_KeepCheckpoints_LeavesOneThatCanBeRead()
    {
        TransferRequest keeping = Request with { Settings = Request.Settings with { KeepCheckpoints = true } };

        Run(keeping);

        string[] files = [.. Directory.EnumerateFiles(Checkpoints, "*.safetensors").Order()];
        files.Length.ShouldBe(2, "older ones are removed");
        using WeightFile file = WeightFile.Open(files[^1]);
        file.Entries.ShouldContain(entry => entry.Name == "body.layer1.0.conv1.weight");
        Directory.EnumerateFiles(Checkpoints, "*.partial").ShouldBeEmpty();
    }

    [Fact]
    public void Run_TargetReached_EndsTheTraining()
    {
        TransferRequest easy = Request with { Settings = Request.Settings with { TargetAccuracy = 0.01 } };

        TransferFigures figures = Run(easy).Transfer!;

        TransferEpoch only = figures.Epochs.ShouldHaveSingleItem();
        figures.TrainingToTarget.ShouldBe(only.Training);
        figures.ElapsedToTarget!.Value.Value.ShouldBeGreaterThan(only.Took.Value);
        figures.TestTime.ShouldBeNull();
    }

    [Fact]
    public void Run_SlowPictures_CountsTheWaiting()
    {
        PaintedPictures slow = new(Train) { Delay = TimeSpan.FromMilliseconds(40) };

        TransferFigures figures = Run(Request, slow, new PaintedPictures(12)).Transfer!;

        figures.Waiting.Value.ShouldBeInRange(12 * 0.04, 12 * 0.04 + 0.5);
        figures.ResidentImagesPerSecond!.Value.ShouldBeGreaterThan(figures.ImagesPerSecond!.Value);
        figures.FirstBatch.Value.ShouldBeGreaterThan(0.04);
    }

    [Theory]
    [InlineData(Mode.Tuned, Precision.Fp32)]
    [InlineData(Mode.Stock, Precision.Bf16)]
    public void Run_OtherModeOrPrecision_Trains(Mode mode, Precision precision)
    {
        TransferFigures figures = Run(Request with { Case = Some.Case(mode: mode, precision: precision) }).Transfer!;

        figures.Epochs.ShouldAllBe(e => e.TrainLoss > 0 && e.ValidLoss > 0);
    }

    [Fact]
    public void Run_OneClassOrTooFewPictures_SaysWhatToDo()
    {
        Should
            .Throw<TransferException>(() => Run(Request, new PaintedPictures(Train, 1), new PaintedPictures(8, 1)))
            .Message.ShouldContain("one class");
        Should
            .Throw<TransferException>(() => Run(Request, new PaintedPictures(7), new PaintedPictures(8)))
            .Advice.ShouldContain("--batch, 7 at most");
    }

    [Fact]
    public void Run_StripesOfTwoWidths_AreLearnt()
    {
        TransferRequest longer = Request with { Settings = Request.Settings with { FrozenEpochs = 0, Epochs = 3 } };

        TransferFigures figures = Run(longer, new PaintedPictures(96), new PaintedPictures(32)).Transfer!;

        figures.Accuracy.ShouldNotBeNull().ShouldBeGreaterThan(0.9);
        figures.Frozen.ShouldBeNull();
    }

    private static double?[] Losses(TransferFigures figures) =>
        [.. figures.Epochs.SelectMany(e => new[] { e.TrainLoss, e.ValidLoss, e.Accuracy })];

    private static void CancelAt(int given, int steps, CancellationTokenSource stop)
    {
        if (given == steps - 1)
        {
            stop.Cancel();
        }
    }

    private TrialSamples Run(
        TransferRequest request,
        IPictureSource? train = null,
        IPictureSource? valid = null,
        CancellationTokenSource? stop = null,
        Func<string, Stream>? create = null
    )
    {
        TransferJob job = new(request, new RealClock(), TimeProvider.System, new Listener(told))
        {
            CreateFile = create,
            ResidentTime = new Seconds(0.02),
        };
        return job.Run(
            _ => new TransferPictures(
                train ?? new PaintedPictures(Train),
                valid ?? new PaintedPictures(12),
                () => [],
                () => { }
            ),
            stop?.Token ?? TestContext.Current.CancellationToken
        );
    }

    private sealed class Listener(List<TransferProgress> told) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => told.Add(value);
    }

    private sealed class RealClock : IMonotonicClock
    {
        public long Frequency => Stopwatch.Frequency;

        public long Ticks => Stopwatch.GetTimestamp();
    }

    /// <summary>Takes a megabyte and no more.</summary>
    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > 1 << 20)
            {
                throw new IOException("No space left on device");
            }
            base.Write(buffer);
        }
    }
}
