using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;

namespace Laptime.Core.Serving;

/// <summary>A percentile of the latencies of a case.</summary>
public sealed record LatencyPercentile
{
    /// <summary>Which: 0.99.</summary>
    public required double Percentile { get; init; }

    /// <summary>Geometric mean of the launches' values.</summary>
    public required Seconds Latency { get; init; }

    /// <summary>Relative half-width of the 95 % interval across launches; null with one launch, or where a launch has too few queries for it.</summary>
    public double? HalfWidth { get; init; }

    /// <summary>
    /// What the percentile does not exceed in any launch, at 99 % each, by counting queries; null where there are too few
    /// or where neighbours resemble each other too much to be counted as independent.
    /// </summary>
    public Seconds? AtMost { get; init; }
}

/// <summary>What the queries of a serving case come to. Derived from raw data.</summary>
public sealed record ServingResult
{
    /// <summary>The scenario.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>
    /// Queries answered per second: of a server the rate that held, or that was asked for (geometric mean of the launches);
    /// otherwise what the stream came to.
    /// </summary>
    public required double QueriesPerSecond { get; init; }

    /// <summary>Relative half-width of its 95 % interval, across launches; null with one launch or for a rate that was asked for.</summary>
    public double? RateHalfWidth { get; init; }

    /// <summary>Samples that a query asks about.</summary>
    public required int SamplesPerQuery { get; init; }

    /// <summary>Queries that count, over all valid launches.</summary>
    public required int Queries { get; init; }

    /// <summary>Percentiles, ascending.</summary>
    public required ImmutableArray<LatencyPercentile> Percentiles { get; init; }

    /// <summary>Lowest latency.</summary>
    public required Seconds Minimum { get; init; }

    /// <summary>Mean of the launches' means.</summary>
    public required Seconds Mean { get; init; }

    /// <summary>Highest latency.</summary>
    public required Seconds Maximum { get; init; }

    /// <summary>Largest autocorrelation of neighbouring latencies in a launch, −1 to 1.</summary>
    public required double LagOne { get; init; }

    /// <summary>99th percentile of the load generator's lateness, of the worst launch; null where nothing is scheduled.</summary>
    public Seconds? Lateness { get; init; }

    /// <summary>Part of a server's queries that exceeded the bound, 0 to 1; null elsewhere.</summary>
    public double? OverBound { get; init; }

    /// <summary>The percentile that stands for the scenario; null for a server whose rate was searched.</summary>
    public LatencyPercentile? Headline { get; init; }
}
