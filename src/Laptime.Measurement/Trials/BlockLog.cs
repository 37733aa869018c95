using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Phases;
using Laptime.Measurement.Telemetry;
using Laptime.Measurement.Validity;

namespace Laptime.Measurement.Trials;

/// <summary>Runs blocks and writes every one down, with a telemetry reading at each edge. Cancellation is heeded between blocks.</summary>
internal sealed class BlockLog(
    IWorkload workload,
    IMonotonicClock clock,
    TelemetrySampler sampler,
    IProgress<TrialProgress>? progress,
    CancellationToken cancellationToken
)
{
    private readonly List<Block> blocks = [];

    /// <summary>Every block so far.</summary>
    public IReadOnlyList<Block> Blocks => blocks;

    /// <summary>Blocks of the window, dropped ones too.</summary>
    public IEnumerable<Block> Measured => blocks.Where(block => block.Phase == Phase.Measurement);

    /// <summary>Blocks of the window that count.</summary>
    public int Scored => Measured.Count(block => block.Dropped is null);

    /// <summary>Runs one block.</summary>
    public Block Run(Phase phase, int steps, int? expected)
    {
        cancellationToken.ThrowIfCancellationRequested();
        sampler.ReadOpening();
        TimedBlock timed = TimedBlock.Run(workload, clock, steps);
        ReadEdge(full: false);
        Block block = new()
        {
            Phase = phase,
            StartTicks = timed.StartTicks,
            Steps = steps,
            Wall = clock.Between(timed.StartTicks, timed.EndTicks),
            Device = timed.Device,
        };
        blocks.Add(block);
        progress?.Report(new TrialProgress(phase, blocks.Count(b => b.Phase == phase), expected, block.PerStep));
        return block;
    }

    /// <summary>Reads the machine's state between blocks.</summary>
    public void ReadEdge(bool full) => sampler.ReadEdge(workload.ReadMemory().Reserved, full);

    /// <summary>End of a block on the trial's clock.</summary>
    public long EndOf(Block block) => block.StartTicks + (long)Math.Round(block.Wall.Value * clock.Frequency);

    /// <summary>The window turns out to have been warm-up.</summary>
    public void TurnWindowIntoWarmup()
    {
        for (int i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Phase == Phase.Measurement)
            {
                blocks[i] = blocks[i] with { Phase = Phase.Warmup, Dropped = null };
            }
        }
    }

    /// <summary>The first block turns out to have been warm-up.</summary>
    public void TurnFirstIntoWarmup() => blocks[0] = blocks[0] with { Phase = Phase.Warmup };

    /// <summary>Writes down what the telemetry says of the blocks of the window. Throttling throughout is the machine's state, not a disturbance, and drops nothing.</summary>
    /// <param name="validity">Judges.</param>
    /// <param name="drops">Whether disturbed blocks do not count; otherwise they are flagged alone.</param>
    /// <returns>Whether the whole window was throttled.</returns>
    public bool Flag(BlockValidity validity, bool drops = true)
    {
        string[]?[] flags =
        [
            .. blocks.Select(block =>
                block.Phase == Phase.Measurement ? validity.Flags(block.StartTicks, EndOf(block)).ToArray() : null
            ),
        ];
        bool throttledThroughout = flags
            .OfType<string[]>()
            .All(codes => codes.Contains(FindingCode.Throttle, StringComparer.Ordinal));
        for (int i = 0; i < blocks.Count; i++)
        {
            if (flags[i] is string[] codes)
            {
                blocks[i] = blocks[i] with
                {
                    Flags = [.. codes],
                    Dropped = codes.FirstOrDefault(code =>
                        drops
                        && BlockValidity.Dropping.Contains(code)
                        && !(throttledThroughout && code == FindingCode.Throttle)
                    ),
                };
            }
        }
        return throttledThroughout;
    }

    /// <summary>Whether compiler, allocator and clocks were quiet over the last blocks.</summary>
    public bool IsQuiet(WarmupRules rules, double clockTolerance, DeviceName device)
    {
        long start = blocks[^Math.Min(rules.QuietBlocks, blocks.Count)].StartTicks;
        Evidence evidence = new(sampler.Samples, clock.Frequency);
        double[] clocks =
        [
            .. evidence.Values(
                sample => device.IsCpu ? sample.CpuClockHertz : sample.GpuClockHertz,
                start,
                clock.Ticks
            ),
        ];
        int half = clocks.Length / 2;
        bool clocksStable =
            half == 0 || Math.Abs((clocks[half..].Average() / clocks[..half].Average()) - 1) <= clockTolerance;
        return clocksStable
            && Constant(sample => sample.JitMethods)
            && Constant(sample => sample.AllocatorReserved?.Value);

        bool Constant(Func<TelemetrySample, double?> figure) =>
            evidence.Values(figure, start, clock.Ticks).Distinct().Count() <= 1;
    }
}
