using System.Collections.Immutable;
using Laptime.Core.Cases;

namespace Laptime.Workloads.Suites;

/// <summary>What the user wants different from the suite as it is written; null leaves an axis as it is.</summary>
public sealed record SuiteSelection
{
    /// <summary>Where to measure.</summary>
    public required DeviceName Device { get; init; }

    /// <summary>These numbers of threads within an operator, each at least 1; not empty.</summary>
    public required ImmutableArray<int> Threads { get; init; }

    /// <summary>Only these workloads, in this order; a workload outside the suite joins with its batch of the suite's style.</summary>
    public ImmutableArray<string>? Workloads { get; init; }

    /// <summary>These scenarios.</summary>
    public ImmutableArray<Scenario>? Scenarios { get; init; }

    /// <summary>These batch sizes, each at least 1.</summary>
    public ImmutableArray<int>? Batches { get; init; }

    /// <summary>These precisions.</summary>
    public ImmutableArray<Precision>? Precisions { get; init; }

    /// <summary>These modes.</summary>
    public ImmutableArray<Mode>? Modes { get; init; }

    /// <summary>What serving scenarios hold fixed; what is null in it, or all of it, is the workload's default.</summary>
    public ServingTerms? Serving { get; init; }

    /// <summary>Axes of single workloads by name: <c>image</c>, <c>sequence</c>, <c>classes</c>. A workload without the axis keeps out.</summary>
    public ImmutableSortedDictionary<string, int> Shape { get; init; } = ImmutableSortedDictionary<string, int>.Empty;
}
