using Laptime.Core.Clocks;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Trials;

/// <summary>What is left of a trial's budget, counted in blocks.</summary>
/// <param name="clock">Clock.</param>
/// <param name="start">When the first step began.</param>
/// <param name="budget">Time for warm-up and measurement together; null: as long as it takes.</param>
/// <param name="rules">What a full trial takes, and the least.</param>
internal sealed class TimeAllowed(IMonotonicClock clock, long start, Seconds? budget, WindowRules rules)
{
    /// <summary>Whether warm-up has to end now so that measuring gets its part.</summary>
    /// <param name="warmup">Warm-up blocks done.</param>
    /// <param name="block">Duration of the last one.</param>
    public bool EndsWarmup(int warmup, Seconds block)
    {
        if (budget is null)
        {
            return false;
        }
        int left = BlocksLeft(block);
        return warmup + left < rules.FullTrial
            ? warmup >= Math.Max(rules.MinimumWarmup, (int)(rules.WarmupShare * (warmup + left)))
            : left <= rules.Blocks;
    }

    /// <summary>Whether measuring has to end now.</summary>
    public bool EndsWindow(int measured, Seconds block) =>
        budget is not null && measured >= rules.MinimumBlocks && BlocksLeft(block) < 1;

    /// <summary>Whether another whole window fits.</summary>
    public bool AllowsAnotherWindow(Seconds block) => budget is null || BlocksLeft(block) >= rules.Blocks;

    private int BlocksLeft(Seconds block)
    {
        double left = (budget!.Value - clock.Since(start)) / block;
        return (int)Math.Clamp(left, 0, int.MaxValue / 2);
    }
}
