using System.Collections.Immutable;
using Laptime.Core.Clocks;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Telemetry;

/// <summary>
/// Records the machine's state through a trial: at block edges, outside every timed span, and from a thread of its own
/// within blocks that are long. The runtime's counters are read at every edge; the others at most once per interval.
/// </summary>
public sealed class TelemetrySampler : IDisposable
{
    private readonly IMonotonicClock clock;
    private readonly ITelemetrySource runtime;
    private readonly ImmutableArray<ITelemetrySource> sources;
    private readonly Seconds interval;
    private readonly Lock gate = new();
    private readonly List<TelemetrySample> samples = [];
    private readonly ManualResetEventSlim stopping = new();
    private readonly Thread? thread;
    private long? lastFull;

    /// <summary>Starts sampling.</summary>
    /// <param name="clock">Clock of the trial.</param>
    /// <param name="runtime">Cheap source, read at every edge.</param>
    /// <param name="sources">The other sources.</param>
    /// <param name="interval">Least time between two readings of <paramref name="sources"/>.</param>
    /// <param name="background">Time after which the thread reads if no edge has; null: no thread.</param>
    public TelemetrySampler(
        IMonotonicClock clock,
        ITelemetrySource runtime,
        ImmutableArray<ITelemetrySource> sources,
        Seconds interval,
        Seconds? background
    )
    {
        (this.clock, this.runtime, this.sources, this.interval) = (clock, runtime, sources, interval);
        if (background is Seconds period)
        {
            thread = new Thread(() => ReadInBackground(period)) { IsBackground = true, Name = "telemetry" };
            thread.Start();
        }
    }

    /// <summary>Everything recorded so far, in order of time.</summary>
    public ImmutableArray<TelemetrySample> Samples
    {
        get
        {
            lock (gate)
            {
                return [.. samples];
            }
        }
    }

    /// <summary>
    /// Reads the runtime's counters right before a block, and records them if they have moved since the block before:
    /// what .NET compiled or collected in between is not the block's.
    /// </summary>
    public void ReadOpening()
    {
        lock (gate)
        {
            TelemetrySample now = runtime.Read(new TelemetrySample { Ticks = clock.Ticks });
            if (
                samples is [.., TelemetrySample last]
                && (now.JitMethods, now.Gen2Collections, now.GcPause)
                    != (last.JitMethods, last.Gen2Collections, last.GcPause)
            )
            {
                samples.Add(now);
            }
        }
    }

    /// <summary>Reads at the edge of a block.</summary>
    /// <param name="reserved">What the device's allocator holds; null: not known.</param>
    /// <param name="full">Whether to read every source, however recent the last reading.</param>
    public void ReadEdge(Bytes? reserved, bool full)
    {
        lock (gate)
        {
            long now = clock.Ticks;
            bool due = full || lastFull is not long last || clock.Between(last, now) >= interval;
            Record(new TelemetrySample { Ticks = now, AllocatorReserved = reserved }, due);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stopping.Set();
        thread?.Join();
        stopping.Dispose();
    }

    private void ReadInBackground(Seconds period)
    {
        while (!stopping.Wait(period.ToTimeSpan()))
        {
            lock (gate)
            {
                long now = clock.Ticks;
                if (lastFull is not long last || clock.Between(last, now) >= period)
                {
                    Record(new TelemetrySample { Ticks = now }, full: true);
                }
            }
        }
    }

    private void Record(TelemetrySample sample, bool full)
    {
        sample = runtime.Read(sample);
        if (full)
        {
            lastFull = sample.Ticks;
            foreach (ITelemetrySource source in sources)
            {
                sample = source.Read(sample);
            }
        }
        samples.Add(sample);
    }
}
