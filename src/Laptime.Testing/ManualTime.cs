using Laptime.Core.Clocks;
using Laptime.Core.Quantities;

namespace Laptime.Testing;

/// <summary>Time that passes only when told to: monotonic clock and wall clock in one, 1 tick = 1 ns.</summary>
public sealed class ManualTime : TimeProvider, IMonotonicClock
{
    private DateTimeOffset wall = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long ticks;

    /// <summary>Ticks that pass with each reading of the monotonic clock.</summary>
    public long TicksPerReading { get; init; }

    /// <inheritdoc />
    public long Frequency => 1_000_000_000;

    /// <inheritdoc />
    public long Ticks
    {
        get
        {
            Advance(new Seconds(TicksPerReading / 1e9));
            return ticks;
        }
    }

    /// <inheritdoc />
    public override long TimestampFrequency => Frequency;

    /// <summary>Lets time pass on both clocks.</summary>
    public void Advance(Seconds duration)
    {
        ticks += (long)Math.Round(duration.Value * 1e9);
        wall += duration.ToTimeSpan();
    }

    /// <summary>Sets the wall clock forward, as after a suspended machine wakes up.</summary>
    public void JumpWallClock(Seconds duration) => wall += duration.ToTimeSpan();

    /// <inheritdoc />
    public override long GetTimestamp() => ticks;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => wall;
}
