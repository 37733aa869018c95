using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Quantities;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Phases;

/// <summary>One timed span: synchronize, read the clock, n steps, synchronize, read the clock. Allocates nothing.</summary>
/// <param name="StartTicks">First reading.</param>
/// <param name="EndTicks">Second reading.</param>
/// <param name="Device">The same span on the device's own clock; null where there is none.</param>
internal readonly record struct TimedBlock(long StartTicks, long EndTicks, Seconds? Device)
{
    /// <summary>Runs and times <paramref name="steps"/> steps.</summary>
    public static TimedBlock Run(IWorkload workload, IMonotonicClock clock, int steps)
    {
        workload.Synchronize();
        workload.MarkBlockStart();
        long start = clock.Ticks;
        for (int i = 0; i < steps; i++)
        {
            workload.Step();
        }
        workload.Synchronize();
        long end = clock.Ticks;
        return new TimedBlock(start, end, workload.ReadBlockDeviceTime());
    }
}

/// <summary>What measuring itself costs.</summary>
internal static class HarnessOverhead
{
    private const int Repetitions = 21;

    /// <summary>
    /// Median cost of a block of <paramref name="steps"/> steps that do nothing, which is the loop and both clock
    /// readings, and of synchronizing an idle device.
    /// </summary>
    public static Seconds Measure(IWorkload workload, IMonotonicClock clock, int steps)
    {
        using NullWorkload nothing = new();
        Span<double> blocks = stackalloc double[Repetitions];
        Span<double> synchronizations = stackalloc double[Repetitions];
        workload.Synchronize();
        for (int i = 0; i < Repetitions; i++)
        {
            TimedBlock block = TimedBlock.Run(nothing, clock, steps);
            blocks[i] = clock.Between(block.StartTicks, block.EndTicks).Value;
            long start = clock.Ticks;
            workload.Synchronize();
            synchronizations[i] = clock.Since(start).Value;
        }
        blocks.Sort();
        synchronizations.Sort();
        return new Seconds(blocks[Repetitions / 2] + synchronizations[Repetitions / 2]);
    }

    private sealed class NullWorkload : IWorkload
    {
        public string ItemName => "nothing";

        public int ItemsPerStep => 1;

        public long Parameters => 0;

        public void Step()
        {
            // Nothing is what is measured.
        }

        public void Synchronize()
        {
            // There is no device.
        }

        public WorkloadMemory ReadMemory() => default;

        public WorkloadCheck ReadCheck() => new(0, IsFinite: true, Fingerprint: null);

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
