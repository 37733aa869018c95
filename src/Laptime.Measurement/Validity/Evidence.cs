using System.Collections.Immutable;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Validity;

/// <summary>Telemetry of a trial, asked about spans of time.</summary>
internal sealed class Evidence(ImmutableArray<TelemetrySample> samples, long ticksPerSecond)
{
    /// <summary>Whether any sample has the figure.</summary>
    public bool Has<T>(Func<TelemetrySample, T?> figure)
        where T : struct => samples.Any(sample => figure(sample) is not null);

    /// <summary>
    /// Growth of a counter and the seconds in which it grew, between the nearest readings that enclose the span; null
    /// without readings on both sides.
    /// </summary>
    public (double Growth, double Seconds)? Growth(Func<TelemetrySample, double?> counter, long start, long end)
    {
        TelemetrySample? before = samples.LastOrDefault(s => s.Ticks <= start && counter(s) is not null);
        TelemetrySample? after = samples.FirstOrDefault(s => s.Ticks >= end && counter(s) is not null);
        return before is null || after is null
            ? null
            : (counter(after)!.Value - counter(before)!.Value, (after.Ticks - before.Ticks) / (double)ticksPerSecond);
    }

    /// <summary>Samples that lie within the span or enclose it.</summary>
    public IEnumerable<TelemetrySample> Around(long start, long end)
    {
        long first = samples.LastOrDefault(sample => sample.Ticks <= start)?.Ticks ?? start;
        long last = samples.FirstOrDefault(sample => sample.Ticks >= end)?.Ticks ?? end;
        return samples.Where(sample => sample.Ticks >= first && sample.Ticks <= last);
    }
}
