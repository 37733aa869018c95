using System.Collections.Immutable;
using Laptime.Core.Statistics;

namespace Laptime.Core.AiBenchmark;

/// <summary>A score of AI-Benchmark.</summary>
public sealed record Score
{
    private const double UpperQuantile = 0.975;

    /// <summary>Points before rounding down; above zero.</summary>
    public required double Points { get; init; }

    /// <summary>The score as the original gives it: whole points, rounded down.</summary>
    public int Value => (int)Math.Min(Math.Floor(Points), int.MaxValue);

    /// <summary>Sub-tests that are in it.</summary>
    public required int Present { get; init; }

    /// <summary>Sub-tests that belong in it.</summary>
    public required int Expected { get; init; }

    /// <summary>Whether sub-tests are left out: such a score is no score of the machine, and is never ranked.</summary>
    public bool IsPartial => Present < Expected;

    /// <summary>Standard error of ln(points) and its degrees of freedom; null: not known.</summary>
    public (double Error, double DegreesOfFreedom)? Uncertainty { get; init; }

    /// <summary>95 % interval in points, symmetric on the logarithmic scale; null: not known.</summary>
    public (double Low, double High)? Interval
    {
        get
        {
            if (Uncertainty is not { } known)
            {
                return null;
            }
            double half = Quantiles.StudentT(UpperQuantile, known.DegreesOfFreedom) * known.Error;
            return (Points * Math.Exp(-half), Points * Math.Exp(half));
        }
    }

    /// <summary>
    /// 10000 times the geometric mean of the norms; null without figures. Where every sub-test has the same number of
    /// launches, two or more, each launch gives a score of its own, and the standard error is that of their logarithms:
    /// what disturbs a launch disturbs many sub-tests at once. Otherwise it is √(Σ se²)/N with degrees of freedom by Welch
    /// and Satterthwaite, unknown as soon as that of one sub-test is. Either way it says how well this machine's score is
    /// known, given these sub-tests, and nothing about other networks.
    /// </summary>
    /// <param name="figures">Figures, each sub-test once.</param>
    /// <param name="expected">Sub-tests that belong in it.</param>
    public static Score? Of(ImmutableArray<SubTestFigure> figures, int expected)
    {
        if (figures.IsEmpty)
        {
            return null;
        }
        // Order does not matter to a mean, but it does to its last bits.
        double[] logs = [.. figures.Select(figure => Math.Log(figure.Norm)).Order()];
        return new Score
        {
            Points = 10_000 * Math.Exp(logs.Sum() / logs.Length),
            Present = figures.Length,
            Expected = expected,
            Uncertainty =
                BetweenLaunches(figures) ?? CombinedError.OfMean([.. figures.Select(figure => figure.Uncertainty)]),
        };
    }

    private static (double Error, double DegreesOfFreedom)? BetweenLaunches(ImmutableArray<SubTestFigure> figures)
    {
        int launches = figures[0].Launches.Length;
        if (launches < 2 || figures.Any(figure => figure.Launches.Length != launches))
        {
            return null;
        }
        var logs = Enumerable
            .Range(0, launches)
            .Select(i => figures.Average(figure => Math.Log(figure.SubTest.Reference / figure.Launches[i])));
        return (Math.Sqrt(Moments.Of([.. logs]).SquaredError), launches - 1);
    }

    /// <summary>AI score: the sum of both; null unless both are there. Errors add in squares, in points.</summary>
    public static Score? Sum(Score? inference, Score? training)
    {
        if (inference is null || training is null)
        {
            return null;
        }
        double points = (double)inference.Value + training.Value;
        (double, double)? uncertainty = null;
        if (inference.Uncertainty is { } i && training.Uncertainty is { } t)
        {
            uncertainty = CombinedError.OfSum([
                (i.Error * inference.Points / points, i.DegreesOfFreedom),
                (t.Error * training.Points / points, t.DegreesOfFreedom),
            ]);
        }
        return new Score
        {
            Points = points,
            Present = inference.Present + training.Present,
            Expected = inference.Expected + training.Expected,
            Uncertainty = uncertainty,
        };
    }
}
