using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Findings;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Statistics;
using Laptime.Measurement.Clocks;

namespace Laptime.Measurement.Validity;

/// <summary>
/// Whether the work was really done each time: the measured steps see one resident batch again and again, and somebody
/// between the program and the device might remember results. Steps on the input of the step before are compared with
/// steps on new input (TEST04 of MLPerf Inference), and the output has to follow the input.
/// </summary>
internal static class RepeatedInput
{
    /// <summary>Compares. Both kinds of step get an input written freshly, so that caches are equally warm.</summary>
    /// <param name="workload">Workload, warm.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="perStep">Typical step time.</param>
    /// <param name="rules">Thresholds.</param>
    /// <param name="verified">False where steps are too long for it or the workload has no input.</param>
    /// <returns>The flag, if work was skipped; null if it was done or <paramref name="verified"/> is false.</returns>
    public static LaunchFlag? Compare(
        IWorkload workload,
        IMonotonicClock clock,
        Seconds perStep,
        ValidityRules rules,
        out bool verified
    )
    {
        long seed = 1;
        verified = perStep * (2 * rules.RepeatedInputSteps) <= rules.RepeatedInputTime && workload.RenewInput(seed);
        if (!verified)
        {
            return null;
        }
        workload.Step();
        string? before = workload.ReadCheck().Fingerprint;
        double[] repeated = new double[rules.RepeatedInputSteps];
        double[] renewed = new double[rules.RepeatedInputSteps];
        for (int i = 0; i < rules.RepeatedInputSteps; i++)
        {
            repeated[i] = Time(seed);
            renewed[i] = Time(++seed);
        }
        string? after = workload.ReadCheck().Fingerprint;
        if (before is not null && before == after)
        {
            return new LaunchFlag(FindingCode.Skipped, "The output did not change with the input.");
        }
        double advantage = 1 - (InterquartileMean.Of(repeated) / InterquartileMean.Of(renewed));
        // A single slow step must not decide: the two kinds have to lie apart.
        return advantage > rules.RepeatedInput && repeated.Max() < renewed.Min()
            ? new LaunchFlag(
                FindingCode.Skipped,
                $"Steps on a repeated input took {advantage:P0} less time than on new ones."
            )
            : null;

        double Time(long input)
        {
            workload.RenewInput(input);
            workload.Synchronize();
            long start = clock.Ticks;
            workload.Step();
            workload.Synchronize();
            return clock.Since(start).Value;
        }
    }
}
