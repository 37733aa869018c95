using System.Collections.Immutable;
using Laptime.Core.Statistics;

namespace Laptime.Core.AiBenchmark;

/// <summary>Ratio of two times, second by first, as a logarithm with its error.</summary>
/// <param name="Name">What was timed.</param>
/// <param name="First">Seconds of the first.</param>
/// <param name="Second">Seconds of the second.</param>
/// <param name="Log">ln(second/first); below zero the second is faster.</param>
/// <param name="Uncertainty">Standard error of <paramref name="Log"/> and degrees of freedom; null: not known.</param>
public sealed record RatioRow(
    string Name,
    double First,
    double Second,
    double Log,
    (double Error, double DegreesOfFreedom)? Uncertainty
)
{
    private const double UpperQuantile = 0.975;

    /// <summary>How many times as fast the second is: above 1 it wins.</summary>
    public double SpeedUp => Math.Exp(-Log);

    /// <summary>95 % interval of <see cref="SpeedUp"/>; null: not known.</summary>
    public (double Low, double High)? Interval
    {
        get
        {
            if (Uncertainty is not { } known)
            {
                return null;
            }
            double half = Quantiles.StudentT(UpperQuantile, known.DegreesOfFreedom) * known.Error;
            return (Math.Exp(-Log - half), Math.Exp(-Log + half));
        }
    }

    /// <summary>1 where the second is faster for certain, −1 where it is slower, 0 where the interval holds 1 or is not known.</summary>
    public int Winner =>
        Interval is not { } interval ? 0
        : interval.Low > 1 ? 1
        : interval.High < 1 ? -1
        : 0;
}

/// <summary>Two machines, timed on the same things.</summary>
/// <param name="Rows">What both have, the furthest from the geometric mean first.</param>
/// <param name="OnlyFirst">What only the first has.</param>
/// <param name="OnlySecond">What only the second has.</param>
public sealed record RatioTable(
    ImmutableArray<RatioRow> Rows,
    ImmutableArray<string> OnlyFirst,
    ImmutableArray<string> OnlySecond
)
{
    /// <summary>Geometric mean of the ratios, as a row of its own; null without common things.</summary>
    public RatioRow? Mean =>
        Rows.IsEmpty
            ? null
            : new RatioRow(
                "geometric mean",
                Math.Exp(Rows.Average(row => Math.Log(row.First))),
                Math.Exp(Rows.Average(row => Math.Log(row.Second))),
                Rows.Average(row => row.Log),
                CombinedError.OfMean([.. Rows.Select(row => row.Uncertainty)])
            );

    /// <summary>Orders rows by their distance from the geometric mean.</summary>
    public static RatioTable Of(
        IEnumerable<RatioRow> rows,
        ImmutableArray<string> onlyFirst,
        ImmutableArray<string> onlySecond
    )
    {
        RatioRow[] all = [.. rows];
        double mean = all.Length > 0 ? all.Average(row => row.Log) : 0;
        return new RatioTable(
            [.. all.OrderByDescending(row => Math.Abs(row.Log - mean)).ThenBy(row => row.Name, StringComparer.Ordinal)],
            onlyFirst,
            onlySecond
        );
    }

    /// <summary>Compares two sheets, sub-test by sub-test; errors of both add in squares (<see cref="SubTestFigure.Uncertainty"/>).</summary>
    public static RatioTable Of(ScoreSheet first, ScoreSheet second)
    {
        var rows =
            from figure in first.Figures
            let other = second.Of(figure.SubTest)
            where other is not null
            select new RatioRow(
                figure.SubTest.Name,
                figure.Mean.Value,
                other.Mean.Value,
                Math.Log(other.Mean / figure.Mean),
                figure.Uncertainty is { } a && other.Uncertainty is { } b ? CombinedError.OfSum([a, b]) : null
            );
        return Of(
            rows,
            [.. first.Figures.Where(f => second.Of(f.SubTest) is null).Select(f => f.SubTest.Name)],
            [.. second.Figures.Where(f => first.Of(f.SubTest) is null).Select(f => f.SubTest.Name)]
        );
    }
}
