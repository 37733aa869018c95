using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Core.Statistics;

namespace Laptime.Core.AiBenchmark;

/// <summary>What one sub-test took, as the original tells it: mean and standard deviation of the kept iterations.</summary>
public sealed record SubTestFigure
{
    /// <summary>Which one.</summary>
    public required SubTest SubTest { get; init; }

    /// <summary>Mean time of a kept iteration; of several launches the mean of their means. Above zero.</summary>
    public required Seconds Mean { get; init; }

    /// <summary>Population standard deviation of the kept iterations (the original divides by their number); null: not told.</summary>
    public Seconds? Deviation { get; init; }

    /// <summary>Kept iterations, over all launches; for a printed output what the protocol must have kept at that speed. At least 1.</summary>
    public required int Iterations { get; init; }

    /// <summary>Mean of each launch, where there were several; else empty.</summary>
    public ImmutableArray<Seconds> Launches { get; init; } = [];

    /// <summary>Most memory that the process held, or the device where that is not the processor; null: not told.</summary>
    public Bytes? PeakMemory { get; init; }

    /// <summary>Step to which the mean was rounded before it was read, 1 ms or 0.1 ms in a printed output; zero where it was not.</summary>
    public Seconds Rounding { get; init; } = Seconds.Zero;

    /// <summary>Reference time by mean time: 1 is as fast as the reference, 2 twice as fast.</summary>
    public double Norm => SubTest.Reference / Mean;

    /// <summary>
    /// Standard error of ln(mean) and its degrees of freedom; null where nothing tells: a single iteration, or no
    /// standard deviation.
    /// </summary>
    /// <remarks>
    /// Of R launches: s/√R of the logarithms of their means, R−1. Of one launch: σ/(mean·√(n−1)), σ the population
    /// standard deviation, n−1; that takes the iterations of one process for independent, which they are not quite, so
    /// it is a lower bound of what a second launch would show. Rounding adds the variance of a uniform error, step²/12.
    /// </remarks>
    public (double Error, double DegreesOfFreedom)? Uncertainty
    {
        get
        {
            if (Launches.Length >= 2)
            {
                var moments = Moments.Of([.. Launches.Select(launch => Math.Log(launch.Value))]);
                return (Math.Sqrt(moments.SquaredError), Launches.Length - 1);
            }
            if (Deviation is not { } deviation || Iterations < 2)
            {
                return null;
            }
            double spread = deviation / Mean;
            double rounding = Rounding / Mean;
            return (Math.Sqrt((spread * spread / (Iterations - 1)) + (rounding * rounding / 12)), Iterations - 1);
        }
    }
}

/// <summary>A sub-test that gave no figure.</summary>
/// <param name="SubTest">Which one.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record MissingSubTest(SubTest SubTest, string Reason);
