using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Testing;

/// <summary>Facts of measurements that never took place.</summary>
public static class Synthetic
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A case that differs from others by its workload alone.</summary>
    public static Case Case(string workload = "net") =>
        new()
        {
            Workload = workload,
            Scenario = Scenario.Train,
            Batch = 8,
            Precision = Precision.Fp32,
            Mode = Mode.Stock,
            Device = DeviceName.Cpu,
            Threads = 2,
        };

    /// <summary>Raw data of a launch with a window of the given step times and nothing else.</summary>
    public static TrialSamples Samples(IEnumerable<double> secondsPerStep, int steps = 1) =>
        new()
        {
            TicksPerSecond = 1_000_000_000,
            TimerResolution = new Seconds(1e-9),
            HarnessOverhead = new Seconds(1e-7),
            Blocks =
            [
                .. secondsPerStep.Select(seconds => new Block
                {
                    Phase = Phase.Measurement,
                    StartTicks = 0,
                    Steps = steps,
                    Wall = new Seconds(seconds * steps),
                }),
            ],
            Telemetry = [],
            WarmupClass = "flat",
            Flags = [],
            Unverified = [],
            CutShort = false,
            ItemsPerStep = 8,
            ItemName = "image",
            Parameters = 1000,
            Checks = [1, 1],
            Settings = ImmutableSortedDictionary<string, string>.Empty,
        };

    /// <summary>A trial that ended as given.</summary>
    public static Trial Trial(Case @case, int launch, TrialOutcome outcome) =>
        new()
        {
            Id = Guid.NewGuid(),
            RunId = Guid.Empty,
            Case = @case,
            Launch = launch,
            Order = 0,
            Seed = launch,
            StartedAt = Start,
            Elapsed = new Seconds(1),
            Outcome = outcome,
        };

    /// <summary>A measured trial.</summary>
    public static Trial Trial(Case @case, int launch, TrialSamples samples) =>
        Trial(@case, launch, new TrialOutcome.Measured(samples));

    /// <summary>A run of the given cases.</summary>
    public static Run Run(Tier tier, double budgetSeconds, params ImmutableArray<Case> cases) =>
        new()
        {
            Id = Guid.Empty,
            ToolVersion = "0.0.0",
            ProtocolVersion = 1,
            Suite = new Suite
            {
                Name = "synthetic",
                Version = 1,
                Budget = new Seconds(budgetSeconds),
                Cases = cases,
            },
            Tier = tier,
            Budget = new Seconds(budgetSeconds),
            Seed = 1,
            StartedAt = Start,
            Status = RunStatus.Running,
            Platform = new PlatformFacts
            {
                ReadAt = Start,
                Runtime = "10.0.0",
                Cpu = new CpuFacts { LogicalProcessors = 2, Simd = [] },
                Memory = new MemoryFacts(),
                Disk = new DiskFacts { Path = "/" },
                Gpus = [],
                Host = new HostFacts(),
                Unreadable = ImmutableSortedDictionary<string, string>.Empty,
            },
        };
}
