using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Results;
using Laptime.Core.Runs;

namespace Laptime.Core.Sweeps;

/// <summary>
/// One workload in one scenario over batch, precision, threads and mode: what a run comes to where more than one value of
/// batch, precision or threads was asked for, or the batch was searched for. Derived, never stored.
/// </summary>
public sealed record Sweep
{
    /// <summary>Its results, in the order of the suite; never empty.</summary>
    public required ImmutableArray<SweepRow> Rows { get; init; }

    /// <summary>Searches for the batch that belong to it; empty where the batch was given.</summary>
    public required ImmutableArray<BatchSearch> Searches { get; init; }

    /// <summary>Stands for what its cases have in common: workload, scenario, device, shape.</summary>
    public Case First => Rows[0].Result.Case;

    /// <summary>Whether more than one batch was measured.</summary>
    public bool VariesBatch => Varies(@case => @case.Batch);

    /// <summary>Whether more than one precision was asked for.</summary>
    public bool VariesPrecision => Varies(@case => @case.Precision);

    /// <summary>Whether more than one number of threads was asked for.</summary>
    public bool VariesThreads => Varies(@case => @case.Threads);

    /// <summary>Whether both modes were asked for.</summary>
    public bool VariesMode => Varies(@case => @case.Mode);

    /// <summary>The sweeps of a run, in the order of its suite; cases that are part of none are in none. AI-Benchmark lays its batches down itself and has none.</summary>
    public static ImmutableArray<Sweep> Of(Run run, ImmutableArray<CaseResult> results) =>
        run.Suite.Name is AiBenchmarkSuite.Name or AiBenchmarkSuite.MicroName
            ? []
            :
            [
                .. results
                    .GroupBy(result => Common(result.Case))
                    .Select(group => Of([.. group], run.BatchSearches))
                    .Where(sweep =>
                        sweep.VariesBatch || sweep.VariesPrecision || sweep.VariesThreads || !sweep.Searches.IsEmpty
                    ),
            ];

    /// <summary>Whether a suite is a sweep: some workload has several batches, precisions or numbers of threads.</summary>
    public static bool IsOne(Suite suite) =>
        suite.Cases.GroupBy(Common).Any(group => group.Select(@case => @case.In(Mode.Stock)).Distinct().Count() > 1);

    private static Sweep Of(ImmutableArray<CaseResult> results, ImmutableArray<BatchSearch> searches)
    {
        double? best = results.Max(result => result.ItemsPerSecond);
        double? first = results[0].ItemsPerSecond;
        Case common = Common(results[0].Case);
        return new Sweep
        {
            Rows =
            [
                .. results.Select(result => new SweepRow(
                    result,
                    result.ItemsPerSecond / best,
                    result.ItemsPerSecond / first
                )),
            ],
            Searches = [.. searches.Where(search => Common(search.Case).Equals(common))],
        };
    }

    /// <summary>The case with all that a sweep varies set to one value.</summary>
    private static Case Common(Case @case) =>
        @case with
        {
            Batch = 1,
            Precision = Precision.Fp32,
            Threads = 1,
            Mode = Mode.Stock,
        };

    private bool Varies<T>(Func<Case, T> axis) => Rows.Select(row => axis(row.Result.Case)).Distinct().Count() > 1;
}

/// <summary>A result within its sweep.</summary>
/// <param name="Result">The result.</param>
/// <param name="OfBest">Items per second by the highest of the sweep, from 0 to 1; null where there is no figure.</param>
/// <param name="OfFirst">Items per second by those of the sweep's first case; null where either has no figure.</param>
public sealed record SweepRow(CaseResult Result, double? OfBest, double? OfFirst);
