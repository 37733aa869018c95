using Laptime.Core.Quantities;

namespace Laptime.Advice.Outlooks;

/// <summary>How much work to do between two checkpoints.</summary>
public static class CheckpointInterval
{
    /// <summary>
    /// √(2·C·M), the optimum to first order (Young, "A first order approximation to the optimum checkpoint interval",
    /// 1974; Daly, 2006): more often wastes time on saving, less often loses more.
    /// </summary>
    /// <param name="takes">Time C to write a checkpoint; above zero.</param>
    /// <param name="betweenInterruptions">Mean time M between interruptions; above zero.</param>
    public static Seconds Optimum(Seconds takes, Seconds betweenInterruptions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(takes, Seconds.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(betweenInterruptions, Seconds.Zero);
        return new Seconds(Math.Sqrt(2 * takes.Value * betweenInterruptions.Value));
    }
}
