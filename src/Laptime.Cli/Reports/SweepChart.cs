using System.Collections.Immutable;
using System.Globalization;
using Laptime.Answers.Charts;
using Laptime.Core.Cases;
using Laptime.Core.Results;
using Laptime.Core.Sweeps;

namespace Laptime.Cli.Reports;

/// <summary>A measured or tried throughput.</summary>
/// <param name="X">Place along the axis, from 0 to 1.</param>
/// <param name="Rate">Items per second.</param>
/// <param name="HalfWidth">Half the width of its interval, in items per second; null where there is none.</param>
/// <param name="Tip">What it is, in words.</param>
internal readonly record struct SweepPoint(double X, double Rate, double? HalfWidth, string Tip);

/// <summary>Points that differ along the axis alone.</summary>
/// <param name="Label">What they have in common; empty where there is one series only.</param>
/// <param name="Points">Measured ones, from left to right.</param>
/// <param name="Tried">Those of a search for the batch, from left to right.</param>
internal sealed record SweepSeries(string Label, ImmutableArray<SweepPoint> Points, ImmutableArray<SweepPoint> Tried);

/// <summary>
/// Throughput over one axis of a sweep: over the batch, logarithmically, where it varies, else over threads, else over
/// precisions one beside the other. All other axes make series. Throughput begins at zero, so that heights compare.
/// </summary>
internal sealed record SweepChart
{
    public required string Title { get; init; }

    /// <summary>What a rate counts: <c>images/s</c>.</summary>
    public required string RateTitle { get; init; }

    public required string AxisTitle { get; init; }

    public required ImmutableArray<(double X, string Label)> Ticks { get; init; }

    public required ImmutableArray<SweepSeries> Series { get; init; }

    /// <summary>Upper end of the throughput axis; above zero.</summary>
    public required double Top { get; init; }

    /// <summary>Whether there are two points or more.</summary>
    public bool IsWorthDrawing => Series.Sum(series => series.Points.Length + series.Tried.Length) >= 2;

    /// <summary>Throughputs to label, from zero to the top.</summary>
    public IEnumerable<double> RateTicks
    {
        get
        {
            double step = Step(Top);
            return Enumerable.Range(0, (int)Math.Floor((Top / step) + 1e-9) + 1).Select(i => i * step);
        }
    }

    public static SweepChart Of(Sweep sweep)
    {
        bool overBatch = sweep.VariesBatch || !sweep.Searches.IsEmpty;
        bool overThreads = !overBatch && sweep.VariesThreads;
        Func<Case, double> place = Places(sweep, overBatch, overThreads, out ImmutableArray<(double, string)> ticks);
        CaseResult[] measured =
        [
            .. sweep.Rows.Select(row => row.Result).Where(result => result.ItemsPerSecond is not null),
        ];
        ILookup<string, CaseResult> points = measured.ToLookup(result => Label(result.Case));
        ILookup<string, BatchSearch> searches = sweep.Searches.ToLookup(search => Label(search.Case));
        ImmutableArray<SweepSeries> series =
        [
            .. points
                .Select(group => group.Key)
                .Union(searches.Select(group => group.Key))
                .Select(label => new SweepSeries(
                    label,
                    [.. points[label].Select(Point).OrderBy(point => point.X)],
                    [.. searches[label].SelectMany(Tried).OrderBy(point => point.X)]
                )),
        ];
        double highest = series
            .SelectMany(one => one.Points.Concat(one.Tried))
            .Select(point => point.Rate + (point.HalfWidth ?? 0))
            .DefaultIfEmpty(1)
            .Max();
        return new SweepChart
        {
            Title = SweepReport.Title(sweep),
            RateTitle =
                $"{sweep.Rows.Select(row => row.Result.ItemName).FirstOrDefault(name => name is not null) ?? "item"}s/s",
            AxisTitle =
                overBatch ? "batch"
                : overThreads ? "threads"
                : "precision",
            Ticks = ticks,
            Series = series,
            Top = Math.Ceiling(highest / Step(highest)) * Step(highest),
        };

        string Label(Case @case)
        {
            string?[] parts =
            [
                sweep.VariesPrecision && (overBatch || overThreads) ? CaseText.Word(@case.Precision) : null,
                sweep.VariesThreads && !overThreads ? SweepReport.Threads(@case.Threads) : null,
                sweep.VariesMode ? CaseText.Word(@case.Mode) : null,
            ];
            return string.Join(' ', parts.Where(part => part is not null));
        }

        SweepPoint Point(CaseResult result) =>
            new(
                place(result.Case),
                result.ItemsPerSecond!.Value,
                result.HalfWidth is { } half && double.IsFinite(half) ? half * result.ItemsPerSecond : null,
                $"{CaseText.Full(result.Case, sweep.VariesThreads)}: {ResultReport.Rate(result).Text} {result.ItemName}s/s"
            );

        IEnumerable<SweepPoint> Tried(BatchSearch search) =>
            from probe in search.Probes
            where probe.ItemsPerSecond is not null
            select new SweepPoint(
                place(search.Case with { Batch = probe.Batch }),
                probe.ItemsPerSecond!.Value,
                HalfWidth: null,
                $"batch {probe.Batch}, tried: about {BatchSearchText.Rate(probe.ItemsPerSecond)} items/s"
            );
    }

    private static Func<Case, double> Places(
        Sweep sweep,
        bool overBatch,
        bool overThreads,
        out ImmutableArray<(double, string)> ticks
    )
    {
        Case[] cases = [.. sweep.Rows.Select(row => row.Result.Case)];
        if (!overBatch && !overThreads)
        {
            Precision[] precisions = [.. cases.Select(@case => @case.Precision).Distinct()];
            double Beside(Case @case) => (Array.IndexOf(precisions, @case.Precision) + 0.5) / precisions.Length;
            ticks =
            [
                .. cases.DistinctBy(@case => @case.Precision).Select(c => (Beside(c), CaseText.Word(c.Precision))),
            ];
            return Beside;
        }
        Func<Case, int> value = overBatch ? @case => @case.Batch : @case => @case.Threads;
        int[] values =
        [
            .. cases
                .Select(value)
                .Concat(
                    overBatch ? sweep.Searches.SelectMany(s => s.Probes).Where(p => p.Fits).Select(p => p.Batch) : []
                )
                .Distinct()
                .Order(),
        ];
        LogAxis axis = LogAxis.Over(values.Select(one => (double)one));
        ticks = [.. values.Select(one => (axis.Position(one), one.ToString(CultureInfo.InvariantCulture)))];
        return @case => axis.Position(value(@case));
    }

    /// <summary>1, 2 or 5 times a power of ten, such that four to ten of them make the value.</summary>
    private static double Step(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch
        {
            <= 2 => power / 5,
            <= 5 => power / 2,
            _ => power,
        };
    }
}
