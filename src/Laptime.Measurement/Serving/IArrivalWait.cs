using Laptime.Core.Clocks;

namespace Laptime.Measurement.Serving;

/// <summary>Waits for the next arrival.</summary>
public interface IArrivalWait
{
    /// <summary>Returns when the trial's clock has reached <paramref name="ticks"/>, at once if it has already.</summary>
    void Until(long ticks);
}

/// <summary>
/// Sleeps through the bulk of the time and spins through the rest: a sleeping thread wakes up to a millisecond late, which
/// would be added to the latencies; a thread that only spins would warm the processor for nothing.
/// </summary>
/// <param name="clock">Clock of the trial.</param>
public sealed class SpinningWait(IMonotonicClock clock) : IArrivalWait
{
    // Thread.Sleep counts in milliseconds; two are left for waking up.
    private const double SpinSeconds = 0.002;

    /// <inheritdoc />
    public void Until(long ticks)
    {
        while (true)
        {
            double left = (ticks - clock.Ticks) / (double)clock.Frequency;
            if (left <= 0)
            {
                return;
            }
            if (left > SpinSeconds + 0.001)
            {
                Thread.Sleep((int)((left - SpinSeconds) * 1000));
            }
            else
            {
                Thread.SpinWait(10);
            }
        }
    }
}
