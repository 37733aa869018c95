using Laptime.Cli.Reports;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Testing;
using Laptime.Transfer;
using Laptime.Workloads.Networks;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Cli.Tests.Reports;

public sealed class TransferReportTests
{
    private static readonly Case Job = TransferRequest.CaseOf(
        ResNetKind.ResNet34,
        64,
        Precision.Fp32,
        Mode.Stock,
        DeviceName.Cpu,
        2,
        224,
        8,
        23_000
    );

    [Fact]
    public void Write_OneLaunch_IsThis() =>
        Text(Figures(seconds: 100, accuracy: 0.99))
            .ShouldBe(
                """
                transfer on 2 threads of AMD EPYC 9B45, libtorch 1.13.1
                run 01a1f84a, 2026-11-20 09:30 UTC; ResNet-34 on 23,000 pictures of dogscats,
                224 px, batch 64, fp32 stock, 1 + 1 epochs, 8 workers, weights of r34.pth; seed
                42

                Epoch       Train loss  Valid loss  Accuracy  Images/s  Waiting        Took
                ──────────  ──────────  ──────────  ────────  ────────  ───────  ──────────
                frozen 1        0.5000      0.1000    90.0 %     229.8   20.0 %  1 min 45 s
                unfrozen 1  not finite      0.0100    99.0 %     229.8   30.0 %  1 min 45 s

                Phases        Frozen    Unfrozen  Test-time         Sum
                ────────  ──────────  ──────────  ─────────  ──────────
                launch 1  1 min 45 s  1 min 45 s       45 s  4 min 15 s

                The device waited for input 25.0 % of the training time.
                Training                Time   Share
                ────────────────  ──────────  ──────  ────────────────────────────────────
                waited for input        50 s  25.0 %
                forward                 50 s  25.0 %
                backward          1 min 30 s  45.0 %
                optimizer               10 s   5.0 %
                all steps         3 min 20 s          229.8 images/s; resident batch 321.7
                Besides: set-up 2 s, first batch 500 ms, validation 10 s, checkpoints 3 s.

                Accuracy
                ───────────────────────────  ───────
                after the last epoch         99.00 %
                with test-time augmentation  99.50 %
                98.0 % after 200 s of training, 215 s with everything.

                warning  The device waited for input 25 % of the training time; on a resident
                         batch the same steps are 1.40 times as fast. [INPUT_BOUND]
                         Add workers (--workers) or processors, store smaller pictures, or use a
                         faster disk; a faster device would wait longer.

                """
            );

    [Fact]
    public void Write_TwoLaunches_GivesMeansAndDeviations()
    {
        string text = Text(Figures(100, 0.99), Figures(110, 0.98));

        // 255 s and 275 s; 99 % and 98 %: half the difference times √2.
        text.ShouldContain("265 ± 14 s");
        text.ShouldContain("98.50 ± 0.71 %");
        text.ShouldContain("Launch 2");
        text.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    private static string Text(params TransferFigures[] figures)
    {
        Run run = Some.Run() with
        {
            Tier = Tier.Fixed,
            Status = RunStatus.Finished,
            Repeat = figures.Length,
            WeightsPath = "/weights/r34.pth",
            Suite = new Suite
            {
                Name = TransferSession.SuiteName,
                Version = 1,
                Budget = new Seconds(1),
                Cases = [Job],
            },
            Transfer = new TransferSettings
            {
                Data = "/pictures/dogscats",
                FrozenEpochs = 1,
                Epochs = 1,
                FrozenRate = 3e-3,
                LowestRate = 1e-5,
                HighestRate = 3e-4,
                Warmup = WarmupShape.Cosine,
                TargetAccuracy = 0.98,
                Workers = 8,
                TestTimeAugmentation = true,
                Checkpoints = "/checkpoints",
                KeepCheckpoints = false,
            },
        };
        Trial[] trials =
        [
            .. figures.Select(
                (one, i) =>
                    Synthetic.Trial(
                        Job,
                        i + 1,
                        Synthetic.Samples([0.25, 0.25]) with
                        {
                            Transfer = one,
                            ItemsPerStep = 64,
                        }
                    )
            ),
        ];
        CaseResult result = CaseSummary.Summarize(new RunRecord(run, [.. trials]), Protocol.Current)[0];
        using StringWriter writer = new();
        Ink plain = new(isColoured: false);
        using Screen screen = new(writer, TextWriter.Null, plain, plain, width: 80);
        TransferReport.Write(run, [result], screen);
        return writer.ToString();
    }

    private static TransferFigures Figures(double seconds, double accuracy) =>
        new()
        {
            IsPretrained = true,
            Classes = ["cats", "dogs"],
            TrainPictures = 23_000,
            ValidPictures = 2000,
            Epochs =
            [
                Epoch(TransferPhase.Frozen, seconds, 0.2, 0.9, 0.5),
                Epoch(TransferPhase.Unfrozen, seconds, 0.3, accuracy, null),
            ],
            Setup = new Seconds(2),
            FirstBatch = new Seconds(0.5),
            Frozen = new Seconds(seconds + 5),
            Unfrozen = new Seconds(seconds + 5),
            TestTime = new Seconds(45),
            Forward = new Seconds(seconds / 2),
            Backward = new Seconds(seconds * 0.9),
            Optimizer = new Seconds(seconds / 10),
            IsSampled = false,
            Checkpointing = new Seconds(3),
            TestTimeAccuracy = accuracy + 0.005,
            ImagesPerSecond = 359 * 64 / seconds,
            LastPhaseImagesPerSecond = 359 * 64 / seconds,
            ResidentImagesPerSecond = 359 * 64 / seconds * 1.4,
            TrainingToTarget = new Seconds(2 * seconds),
            ElapsedToTarget = new Seconds(2 * seconds + 15),
        };

    private static TransferEpoch Epoch(
        TransferPhase phase,
        double seconds,
        double waiting,
        double accuracy,
        double? loss
    ) =>
        new()
        {
            Phase = phase,
            Number = 1,
            Steps = 359,
            TrainLoss = loss,
            ValidLoss = 1 - accuracy,
            Accuracy = accuracy,
            Training = new Seconds(seconds),
            Waiting = new Seconds(seconds * waiting),
            Evaluation = new Seconds(5),
        };
}
