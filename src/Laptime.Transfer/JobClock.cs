using Laptime.Core.Clocks;
using Laptime.Core.Quantities;

namespace Laptime.Transfer;

/// <summary>The time of a job: it stands still while the job is interrupted, so that blocks follow each other in one order.</summary>
/// <param name="clock">The machine's clock.</param>
internal sealed class JobClock(IMonotonicClock clock) : IMonotonicClock
{
    private long offset = -clock.Ticks;

    /// <inheritdoc />
    public long Frequency => clock.Frequency;

    /// <inheritdoc />
    public long Ticks => clock.Ticks + offset;

    /// <summary>Time of the job so far.</summary>
    public Seconds Elapsed => Between(0, Ticks);

    /// <summary>Goes on where the job stood, with what this process has done so far on top.</summary>
    public void GoOnFrom(Seconds elapsed) => offset += (long)(elapsed.Value * Frequency);

    /// <summary>Time between two readings.</summary>
    public Seconds Between(long start, long end) => new((end - start) / (double)Frequency);

    /// <summary>Time since a reading.</summary>
    public Seconds Since(long start) => Between(start, Ticks);
}
