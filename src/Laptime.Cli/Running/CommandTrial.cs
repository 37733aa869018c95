using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Measurement.Phases;
using Laptime.Observation.Analysis;
using Laptime.Observation.Processes;

namespace Laptime.Cli.Running;

/// <summary>An observed command as a run of one trial, so that everything that reads results can read it.</summary>
internal static class CommandTrial
{
    /// <summary>Raised whenever a result stops being comparable with earlier ones.</summary>
    private const int SuiteVersion = 1;

    /// <summary>The run.</summary>
    public static Run MakeRun(
        CommandOptions options,
        string line,
        DateTimeOffset startedAt,
        CommandEnding ending,
        PlatformFacts platform,
        Guid id
    )
    {
        PlatformDefaults defaults = PlatformDefaults.Of(platform);
        bool usedGpu = ending.Telemetry.Any(sample => sample.GpuBusy > 0) && !platform.Gpus.IsEmpty;
        Seconds elapsed = Elapsed(ending);
        Case @case = new()
        {
            Workload = CommandSetting.Workload,
            Scenario = Scenario.Train,
            Batch = options.ItemsPerStep,
            Precision = Precision.Fp32,
            Mode = Mode.Stock,
            Device = usedGpu ? new DeviceName(DeviceKind.Cuda, 0) : DeviceName.Cpu,
            Threads = defaults.Threads,
            // Two commands are two cases; the same one on another machine is the same.
            Shape = ImmutableSortedDictionary<string, int>.Empty.Add("line", Digest(line)),
        };
        return new Run
        {
            Id = id,
            ToolVersion = ProgramVersion.Number,
            ProtocolVersion = Protocol.Version,
            Suite = new Suite
            {
                Name = CommandSetting.Workload,
                Version = SuiteVersion,
                Budget = options.TimeLimit ?? elapsed,
                Cases = [@case],
            },
            Tier = Tier.Fixed,
            Repeat = 1,
            Budget = options.TimeLimit ?? elapsed,
            Seed = 0,
            StartedAt = startedAt,
            EndedAt = startedAt + elapsed.ToTimeSpan(),
            Status = RunStatus.Finished,
            Platform = platform,
            Note = options.Note,
        };
    }

    /// <summary>Its only trial.</summary>
    public static Trial MakeTrial(Run run, string line, CommandEnding ending, StepTimeline? timeline, long frequency)
    {
        Seconds elapsed = Elapsed(ending, frequency);
        CommandBlocks? found = timeline is null ? null : CommandBlocks.Of(timeline, ending.StartTicks, frequency);
        ImmutableArray<Block> blocks =
            found?.Blocks
            ??
            [
                new Block
                {
                    Phase = Phase.Measurement,
                    StartTicks = 0,
                    Steps = 1,
                    Wall = elapsed,
                },
            ];
        return new Trial
        {
            Id = Guid.NewGuid(),
            RunId = run.Id,
            Case = run.Suite.Cases[0],
            Launch = 1,
            Order = 0,
            Seed = 0,
            StartedAt = run.StartedAt,
            Elapsed = elapsed,
            Outcome = new TrialOutcome.Measured(
                new TrialSamples
                {
                    TicksPerSecond = frequency,
                    TimerResolution = new Seconds(1.0 / frequency),
                    HarnessOverhead = Seconds.Zero,
                    Blocks = blocks,
                    Telemetry = ending.Telemetry,
                    WarmupClass = timeline is null ? "flat" : Classify(blocks),
                    Flags = [],
                    Unverified = [],
                    CutShort = false,
                    ItemsPerStep = run.Suite.Cases[0].Batch,
                    ItemName = timeline is null ? "run" : timeline.StepName,
                    Parameters = 0,
                    PeakResident = ending.PeakResident,
                    PeakDevice = ending.Telemetry.Max(sample => sample.GpuMemory),
                    Checks = [],
                    Settings = Settings(line, ending, timeline, found),
                }
            ),
        };
    }

    private static ImmutableSortedDictionary<string, string> Settings(
        string line,
        CommandEnding ending,
        StepTimeline? timeline,
        CommandBlocks? found
    )
    {
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        settings[CommandSetting.Line] = line;
        settings[CommandSetting.ExitCode] = $"{ending.ExitCode}";
        if (ending.Stopped is { } reason)
        {
            settings[CommandSetting.Stopped] = CaseText.Word(reason);
        }
        if (timeline is not null)
        {
            settings[CommandSetting.Recogniser] = timeline.Recogniser;
            settings[CommandSetting.Counts] = timeline.StepName;
            settings[CommandSetting.Burst] = $"{timeline.Burst}";
            if (timeline.Stated is { } stated)
            {
                settings[CommandSetting.Stated] = Text(stated.Value);
            }
            foreach (var group in found!.Between.GroupBy(entry => entry.Activity))
            {
                string name = group.Key is { } activity ? CommandBlocks.Word(activity) : "epochs";
                settings[CommandSetting.Between + name] = Text(group.Sum(entry => entry.Time.Value));
            }
        }
        return settings.ToImmutable();
    }

    private static string Classify(ImmutableArray<Block> blocks)
    {
        WarmupRules rules = Protocol.Current.Warmup;
        double[] Times(Phase phase) =>
            [.. blocks.Where(b => b.Phase == phase && b.Dropped is null).Select(b => b.PerStep.Value)];
        double[] window = Coarse(Times(Phase.Measurement), 32);
        return window.Length == 0
            ? "flat"
            : Stationarity.Classify(Times(Phase.Warmup), window, !Stationarity.IsViolated(window, rules), rules);
    }

    // The thresholds are made for some thirty blocks.
    private static double[] Coarse(double[] values, int most) =>
        values.Length <= most
            ? values
            : [.. values.Chunk((values.Length + most - 1) / most).Select(part => part.Average())];

    private static Seconds Elapsed(CommandEnding ending) => Elapsed(ending, System.Diagnostics.Stopwatch.Frequency);

    private static Seconds Elapsed(CommandEnding ending, long frequency) =>
        new((ending.EndTicks - ending.StartTicks) / (double)frequency);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // FNV-1a, 31 bits: the same on every machine and in every version of .NET.
    private static int Digest(string text) =>
        (int)(
            System.Text.Encoding.UTF8.GetBytes(text).Aggregate(2166136261u, (hash, b) => (hash ^ b) * 16777619u) >> 1
        );
}
