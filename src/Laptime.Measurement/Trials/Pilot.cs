using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Phases;

namespace Laptime.Measurement.Trials;

/// <summary>
/// Finds how many steps make a block. How long the whole window is, is never decided by the samples' own variance:
/// stopping in a quiet stretch is how intervals come out too narrow.
/// </summary>
internal static class Pilot
{
    // A workload that does next to nothing never gets its overhead below the share asked for; it is flagged instead.
    private const double LongEnough = 16;

    /// <summary>Doubles the steps until a block is long enough, twice in a row, so that a slow first call does not decide.</summary>
    /// <param name="log">Runs the blocks.</param>
    /// <param name="workload">Workload.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="first">The very first step.</param>
    /// <param name="target">Least duration of a block.</param>
    /// <param name="rules">Thresholds.</param>
    public static int FindSteps(
        BlockLog log,
        IWorkload workload,
        IMonotonicClock clock,
        Block first,
        Seconds target,
        PilotRules rules
    )
    {
        if (first.Wall >= target * rules.CertainlyLong)
        {
            return 1;
        }
        int steps = 1;
        while (!IsEnough(steps) || !IsEnough(steps))
        {
            steps = checked(steps * 2);
        }
        return steps;

        bool IsEnough(int candidate)
        {
            Seconds wall = log.Run(Phase.Pilot, candidate, expected: null).Wall;
            return wall >= target * LongEnough
                || (
                    wall >= target && HarnessOverhead.Measure(workload, clock, candidate) <= wall * rules.OverheadShare
                );
        }
    }
}
