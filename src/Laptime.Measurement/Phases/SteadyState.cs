using System.Runtime.InteropServices;
using Laptime.Core.Protocols;
using Laptime.Core.Statistics;

namespace Laptime.Measurement.Phases;

/// <summary>
/// Watches warm-up blocks until their times have settled: with t blocks and W = max(8, ⌈t/3⌉), the interquartile means
/// of the last W and of the W before agree within the tolerance, four times in a row.
/// </summary>
public sealed class SteadyState(WarmupRules rules)
{
    private readonly List<double> perStep = [];
    private long steps;
    private int agreements;

    /// <summary>Blocks seen.</summary>
    public int Blocks => perStep.Count;

    /// <summary>Whether steps, blocks and agreement suffice. Outside evidence of quiet comes on top.</summary>
    public bool Reached =>
        steps >= rules.MinimumSteps && Blocks >= rules.MinimumBlocks && agreements >= rules.Agreements;

    /// <summary>Whether the cap is reached, steady or not.</summary>
    public bool Exhausted => Blocks >= rules.MaximumBlocks;

    /// <summary>Adds the next block.</summary>
    /// <param name="secondsPerStep">Its time per step, in seconds.</param>
    /// <param name="blockSteps">Its steps.</param>
    public void Add(double secondsPerStep, int blockSteps)
    {
        perStep.Add(secondsPerStep);
        steps += blockSteps;
        int window = Math.Max(rules.QuietBlocks, (Blocks + 2) / 3);
        if (Blocks < 2 * window)
        {
            return;
        }
        ReadOnlySpan<double> all = CollectionsMarshal.AsSpan(perStep);
        double last = InterquartileMean.Of(all[^window..]);
        double previous = InterquartileMean.Of(all[^(2 * window)..^window]);
        agreements = Math.Abs((last / previous) - 1) <= rules.Tolerance ? agreements + 1 : 0;
    }
}
