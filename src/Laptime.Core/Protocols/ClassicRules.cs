using Laptime.Core.Quantities;

namespace Laptime.Core.Protocols;

/// <summary>
/// The classic protocol: how AI-Benchmark (Alpha) 0.1.2 times a sub-test at its precision "normal". The first iteration
/// is dropped if there is more than one; mean and population standard deviation are taken over the rest.
/// </summary>
public sealed record ClassicRules
{
    /// <summary>The rules of the original, the same for every sub-test.</summary>
    public static ClassicRules Original { get; } = new();

    /// <summary>Most iterations.</summary>
    public int Iterations { get; init; } = 22;

    /// <summary>Time from the sub-test's beginning within which another iteration is started.</summary>
    public Seconds Limit { get; init; } = new(30);

    /// <summary>Iterations that slow machines are given more time for.</summary>
    public int LeastIterations { get; init; } = 5;

    /// <summary>Time within which one of those is started.</summary>
    public Seconds LimitForLeast { get; init; } = new(100);

    /// <summary>
    /// Iterations that count at a steady speed: the first is dropped where there are several. What makes the batches
    /// takes its part of the limits, so this is the most that can be.
    /// </summary>
    /// <param name="mean">Mean time of an iteration, above zero.</param>
    public int KeptAt(Seconds mean)
    {
        int done = 0;
        while (Continues(done, mean * done))
        {
            done++;
        }
        return Math.Max(1, done - 1);
    }

    /// <summary>Whether another iteration is started.</summary>
    /// <param name="done">Iterations so far.</param>
    /// <param name="elapsed">Since the sub-test began: making batches counts, making the network does not.</param>
    public bool Continues(int done, Seconds elapsed) =>
        done == 0 || (done < Iterations && (elapsed < Limit || (done < LeastIterations && elapsed < LimitForLeast)));
}
