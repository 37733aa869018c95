using System.Diagnostics;
using Laptime.Core.Clocks;

namespace Laptime.Measurement.Clocks;

/// <summary>The system's monotonic clock, CLOCK_MONOTONIC on Linux: about 20 ns a reading.</summary>
public sealed class StopwatchClock : IMonotonicClock
{
    /// <inheritdoc />
    public long Frequency => Stopwatch.Frequency;

    /// <inheritdoc />
    public long Ticks => Stopwatch.GetTimestamp();
}
