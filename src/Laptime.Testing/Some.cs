using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Testing;

/// <summary>Unremarkable values for tests to begin from; <c>with</c> makes the remarkable part.</summary>
public static class Some
{
    /// <summary>The instant at which everything here happens, 2026-11-20 09:30 UTC.</summary>
    public static DateTimeOffset Instant => new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    /// <summary>ResNet-50 training on the processor, batch 8.</summary>
    public static Case Case(string workload = "resnet50", Mode mode = Mode.Stock) =>
        new()
        {
            Workload = workload,
            Scenario = Scenario.Train,
            Batch = 8,
            Precision = Precision.Fp32,
            Mode = mode,
            Device = DeviceName.Cpu,
            Threads = 2,
            Shape = ImmutableSortedDictionary<string, int>.Empty.Add("classes", 1000).Add("image", 224),
        };

    /// <summary>A suite of two cases, stock and tuned.</summary>
    public static Suite Suite() =>
        new()
        {
            Name = "quick",
            Version = 1,
            Budget = new Seconds(180),
            Cases = [Case(), Case(mode: Mode.Tuned)],
        };

    /// <summary>A two-core virtual machine without a GPU, called <c>somehost</c>.</summary>
    public static PlatformFacts Platform() =>
        new()
        {
            ReadAt = Instant,
            HostName = "somehost",
            OperatingSystem = "Debian GNU/Linux 12 (bookworm)",
            Runtime = "10.0.0",
            Cpu = new CpuFacts
            {
                Model = "AMD EPYC 9B45",
                LogicalProcessors = 2,
                L2 = Bytes.FromMebibytes(1),
                Simd = ["avx2", "avx512f"],
            },
            Memory = new MemoryFacts { Total = Bytes.FromGibibytes(8) },
            Disk = new DiskFacts { Path = "/home/somebody/.local/share/laptime", Kind = "ssd" },
            Gpus = [],
            Engine = new EngineFacts
            {
                Version = "1.13.1",
                LibraryPath = "/home/somebody/libtorch/lib",
                Origin = "LAPTIME_LIBTORCH",
            },
            Host = new HostFacts { Hypervisor = "kvm" },
            Unreadable = ImmutableSortedDictionary<string, string>.Empty.Add("cpu.governor", "no cpufreq here"),
        };

    /// <summary>A run under way.</summary>
    public static Run Run() =>
        new()
        {
            Id = Guid.CreateVersion7(Instant),
            ToolVersion = "0.1.0",
            ProtocolVersion = 1,
            Suite = Suite(),
            Tier = Tier.Quick,
            Budget = new Seconds(600),
            Seed = 42,
            StartedAt = Instant,
            Status = RunStatus.Running,
            Platform = Platform(),
        };

    /// <summary>A measured trial of the run.</summary>
    public static Trial Trial(Guid runId, int blocks = 3) =>
        new()
        {
            Id = Guid.CreateVersion7(Instant),
            RunId = runId,
            Case = Case(),
            Launch = 1,
            Order = 0,
            Seed = 43,
            StartedAt = Instant,
            Elapsed = new Seconds(4.5),
            Outcome = new TrialOutcome.Measured(Samples(blocks)),
        };

    /// <summary>Samples of a clean trial, 0.1 s a step.</summary>
    public static TrialSamples Samples(int blocks = 3) =>
        new()
        {
            TicksPerSecond = 1_000_000_000,
            TimerResolution = new Seconds(2e-8),
            HarnessOverhead = new Seconds(1e-7),
            Blocks = [.. Enumerable.Range(0, blocks).Select(Block)],
            Telemetry =
            [
                new TelemetrySample
                {
                    Ticks = 0,
                    ProcessBusy = new Seconds(0.25),
                    MajorFaults = 0,
                },
            ],
            WarmupClass = "flat",
            Flags = [],
            Unverified = ["THROTTLE"],
            CutShort = false,
            ItemsPerStep = 8,
            ItemName = "image",
            Parameters = 25_557_032,
            PeakResident = Bytes.FromMebibytes(900),
            Checks = [6.9, 6.8],
            Settings = ImmutableSortedDictionary<string, string>.Empty.Add("threads", "2"),
        };

    /// <summary>A request for a trial of <see cref="Case"/>.</summary>
    public static TrialRequest Request() =>
        new()
        {
            TrialId = Guid.CreateVersion7(Instant),
            RunId = Guid.CreateVersion7(Instant),
            Case = Case(),
            Launch = 1,
            Order = 0,
            Seed = 43,
            Tier = Tier.Quick,
        };

    private static Block Block(int index) =>
        new()
        {
            Phase = Phase.Measurement,
            StartTicks = 200_000_000L * index,
            Steps = 2,
            Wall = new Seconds(0.2 + (index % 7) * 1e-5),
        };
}
