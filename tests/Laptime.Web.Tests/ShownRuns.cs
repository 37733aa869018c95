using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;
using Laptime.Testing;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Web.Tests;

/// <summary>Runs of every kind that pages show: two to compare, a transfer-learning job, a command, one that wishes harm, one under way.</summary>
internal static class ShownRuns
{
    /// <summary>What a page would do if it took a text for more than a text.</summary>
    public const string Hostile =
        "</script><script>window.hacked=1;alert('note')</script><img src=x onerror=\"window.hacked=2\"> {{7*7}} =cmd|' /C calc'!A0";

    /// <summary>Steady blocks of a launch.</summary>
    public const int Steady = 40;

    /// <summary>Pilot and warm-up blocks of a launch.</summary>
    public const int Before = 5;

    /// <summary>Steady blocks of a launch that were dropped.</summary>
    public const int Dropped = 2;

    /// <summary>Launches of a finished run.</summary>
    public const int Launches = 3;

    public static RunRecord First { get; } = Finished(1, 1.0, note: null);

    public static RunRecord Second { get; } = Finished(2, 0.8, "the same machine on another day");

    public static RunRecord Harmful { get; } = WithNames(Finished(3, 1.2, Hostile));

    public static RunRecord Transfer { get; } = TransferRun(4);

    public static RunRecord Command { get; } = CommandRun(5);

    public static Run UnderWay { get; } =
        Some.Run() with
        {
            Id = Id(6),
            StartedAt = Some.Instant.AddHours(6),
            Platform = Some.Platform() with { HostName = Environment.MachineName },
        };

    public static ImmutableArray<RunRecord> All => [First, Second, Harmful, Transfer, Command];

    /// <summary>A measured trial with every part that a sample plot tells apart.</summary>
    public static Trial Trial(Guid run, Case @case, int launch, double pace) =>
        Some.Trial(run) with
        {
            Id = Guid.NewGuid(),
            Case = @case,
            Launch = launch,
            Outcome = new TrialOutcome.Measured(Samples(launch, pace)),
        };

    private static RunRecord Finished(int number, double pace, string? note)
    {
        Case[] cases =
        [
            Some.Case(),
            Some.Case(mode: Mode.Tuned),
            Some.Case("mobilenet_v2"),
            Some.Case("mobilenet_v2", Mode.Tuned),
        ];
        Run run = Some.Run() with
        {
            Id = Id(number),
            StartedAt = Some.Instant.AddHours(number),
            EndedAt = Some.Instant.AddHours(number).AddMinutes(3),
            Status = RunStatus.Finished,
            Suite = Some.Suite() with { Cases = [.. cases] },
            Note = note,
        };
        return new RunRecord(
            run,
            [
                .. from launch in Enumerable.Range(1, Launches)
                from i in Enumerable.Range(0, cases.Length)
                // The last case does better than the others, so that there is an outlier.
                select Trial(run.Id, cases[i], launch, pace * (1 + i) * (pace < 1 && i == 3 ? 0.5 : 1)),
            ]
        );
    }

    private static TrialSamples Samples(int launch, double pace)
    {
        TrialSamples samples = Some.Samples();
        var blocks = ImmutableArray.CreateBuilder<Block>();
        long ticks = 0;
        for (int i = 0; i < Before + Steady; i++)
        {
            double wobble = 1 + (0.004 * (((i * 7) + (launch * 3)) % 11)) + (i < Before ? 0.9 / (i + 1) : 0);
            Seconds wall = new(0.2 * pace * wobble);
            bool isDropped = i is Before + 10 or Before + 20;
            blocks.Add(
                new Block
                {
                    Phase =
                        i < 2 ? Phase.Pilot
                        : i < Before ? Phase.Warmup
                        : Phase.Measurement,
                    StartTicks = ticks,
                    Steps = 2,
                    Wall = wall,
                    Dropped = isDropped ? "STEAL" : null,
                    Flags = isDropped ? ["STEAL"] : [],
                }
            );
            ticks += (long)(wall.Value * samples.TicksPerSecond);
        }
        return samples with
        {
            Blocks = blocks.ToImmutable(),
            Telemetry =
            [
                .. Enumerable
                    .Range(0, 12)
                    .Select(i => new TelemetrySample
                    {
                        Ticks = i * samples.TicksPerSecond,
                        ProcessBusy = new Seconds(i * 1.9),
                        MachineSteal = new Seconds(i * 0.01),
                        CpuCelsius = 50 + i,
                    }),
            ],
        };
    }

    private static RunRecord TransferRun(int number)
    {
        Case @case = Some.Case("transfer-resnet50") with
        {
            Shape = ImmutableSortedDictionary<string, int>.Empty.Add("image", 64).Add("pictures", 96).Add("workers", 2),
        };
        Run run = Some.Run() with
        {
            Id = Id(number),
            StartedAt = Some.Instant.AddHours(number),
            EndedAt = Some.Instant.AddHours(number + 1),
            Status = RunStatus.Finished,
            Tier = Tier.Fixed,
            Suite = Some.Suite() with { Name = "transfer", Cases = [@case] },
            Transfer = new TransferSettings
            {
                Data = TransferSettings.Synthetic,
                FrozenEpochs = 1,
                Epochs = 2,
                FrozenRate = 1e-2,
                LowestRate = 1e-5,
                HighestRate = 1e-3,
                Warmup = default,
                Workers = 2,
                TestTimeAugmentation = true,
                Checkpoints = "",
                KeepCheckpoints = false,
            },
        };
        TransferEpoch[] epochs =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i => new TransferEpoch
                {
                    Phase = i == 0 ? TransferPhase.Frozen : TransferPhase.Unfrozen,
                    Number = Math.Max(1, i),
                    Steps = 12,
                    TrainLoss = 0.7 / (i + 1),
                    ValidLoss = 0.8 / (i + 1),
                    Accuracy = 0.7 + (0.1 * i),
                    Training = new Seconds(20 + i),
                    Waiting = new Seconds(2),
                    Evaluation = new Seconds(3),
                }),
        ];
        TransferFigures figures = new()
        {
            IsPretrained = false,
            Classes = ["cat", "dog"],
            TrainPictures = 96,
            ValidPictures = 24,
            Epochs = [.. epochs],
            Setup = new Seconds(1),
            FirstBatch = new Seconds(0.1),
            Frozen = new Seconds(23),
            Unfrozen = new Seconds(49),
            TestTime = new Seconds(9),
            Forward = new Seconds(18),
            Backward = new Seconds(34),
            Optimizer = new Seconds(5),
            IsSampled = false,
            Checkpointing = new Seconds(0.5),
            TestTimeAccuracy = 0.93,
            ImagesPerSecond = 4.6,
            LastPhaseImagesPerSecond = 4.4,
        };
        Trial trial = Trial(run.Id, @case, 1, 4);
        TrialSamples samples = ((TrialOutcome.Measured)trial.Outcome).Samples with { Transfer = figures };
        return new RunRecord(run, [trial with { Outcome = new TrialOutcome.Measured(samples) }]);
    }

    private static RunRecord CommandRun(int number)
    {
        Case @case = Some.Case(CommandSetting.Workload);
        Run run = Some.Run() with
        {
            Id = Id(number),
            StartedAt = Some.Instant.AddHours(number),
            EndedAt = Some.Instant.AddHours(number).AddMinutes(9),
            Status = RunStatus.Finished,
            Suite = Some.Suite() with { Name = CommandSetting.Workload, Cases = [@case] },
        };
        Trial trial = Trial(run.Id, @case, 1, 1);
        TrialSamples samples = ((TrialOutcome.Measured)trial.Outcome).Samples with
        {
            Settings = ImmutableSortedDictionary<string, string>
                .Empty.Add(CommandSetting.Line, "python train.py --epochs 3")
                .Add(CommandSetting.Recogniser, "tqdm")
                .Add(CommandSetting.Counts, "step")
                .Add(CommandSetting.ExitCode, "0"),
        };
        return new RunRecord(
            run,
            [trial with { Elapsed = new Seconds(20), Outcome = new TrialOutcome.Measured(samples) }]
        );
    }

    private static RunRecord WithNames(RunRecord record) =>
        record with
        {
            Run = record.Run with
            {
                Platform = record.Run.Platform with
                {
                    HostName = "<i>host</i>",
                    Cpu = record.Run.Platform.Cpu with { Model = "<img src=x onerror=alert(1)>" },
                    OperatingSystem = "<script>alert('os')</script>",
                },
            },
        };

    private static Guid Id(int number) => Guid.CreateVersion7(Some.Instant.AddHours(number));
}
