using System.Globalization;
using Laptime.Core.Findings;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Core.AiBenchmark;

/// <summary>What a sub-test comes to on a machine that computes rightly.</summary>
/// <param name="Check">Loss of the first step (training) or root mean square of the first output, at <see cref="Seed"/>.</param>
/// <param name="PeakResident">Most memory that its process took on a processor, two threads, libtorch 1.13.</param>
public sealed record KnownResult(double Check, Bytes PeakResident)
{
    /// <summary>Seed of the trial that the check belongs to: the first launch of a run with <see cref="AiBenchmarkSuite.Seed"/>.</summary>
    public const long Seed = 6839728766377637706;

    // Kernels round differently, and a thousand layers deep that shows; a wrong build is off by much more.
    private const double Tolerance = 1e-3;

    /// <summary>Why the sub-test would not fit a machine's memory, one sentence; null if it does, or if that is not known.</summary>
    public string? WhyNotIn(MemoryFacts memory)
    {
        Bytes? free =
            memory.Available is { } available && memory.CgroupLimit is { } limit
                ? new Bytes(Math.Min(available.Value, limit.Value))
                : memory.Available ?? memory.CgroupLimit;
        return PeakResident > free ? $"It needs about {PeakResident} of memory, and {free} are free." : null;
    }

    /// <summary>The samples, with the reason why they must not score if something else came out.</summary>
    /// <param name="samples">Of a trial in single precision.</param>
    /// <param name="seed">Seed of the trial; nothing is known of others.</param>
    public TrialSamples Judge(TrialSamples samples, long seed) =>
        seed != Seed || samples.InvalidReason is not null || Math.Abs((samples.Checks[0] / Check) - 1) <= Tolerance
            ? samples
            : samples with
            {
                Flags = samples.Flags.Add(FindingCode.Numeric),
                InvalidReason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The first result is {samples.Checks[0]:G6} where {Check:G6} is right: this machine or its libtorch computes wrongly."
                ),
            };
}
