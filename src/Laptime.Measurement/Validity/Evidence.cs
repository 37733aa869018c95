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

    /// <summary>Values of a figure within the span, and the nearest ones that enclose it.</summary>
    public IEnumerable<T> Values<T>(Func<TelemetrySample, T?> figure, long start, long end)
        where T : struct => Around(s => figure(s) is not null, start, end).Select(s => figure(s)!.Value);

    /// <summary>Power states within the span, and the nearest ones that enclose it.</summary>
    public IEnumerable<string> PowerStates(long start, long end) =>
        Around(s => s.PowerState is not null, start, end).Select(s => s.PowerState!);

    private IEnumerable<TelemetrySample> Around(Func<TelemetrySample, bool> tells, long start, long end)
    {
        TelemetrySample[] telling = [.. samples.Where(tells)];
        long first = telling.LastOrDefault(sample => sample.Ticks <= start)?.Ticks ?? start;
        long last = telling.FirstOrDefault(sample => sample.Ticks >= end)?.Ticks ?? end;
        return telling.Where(sample => sample.Ticks >= first && sample.Ticks <= last);
    }
}
