using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Trials;

namespace Laptime.Core.Serving;

/// <summary>One query, in ticks of the trial's clock.</summary>
/// <param name="Scheduled">When it arrived: by the schedule of a server, else when it was asked.</param>
/// <param name="Issued">When work on it began; not before it arrived.</param>
/// <param name="Completed">When its answer was there; not before work began.</param>
public readonly record struct ServedQuery(long Scheduled, long Issued, long Completed)
{
    /// <summary>From arrival to answer: a query that waits in line has been waiting since it was due.</summary>
    public long Latency => Completed - Scheduled;
}

/// <summary>One uninterrupted stretch of load.</summary>
public sealed record ServingPass
{
    /// <summary><see cref="Phase.Measurement"/> if its queries count, <see cref="Phase.Pilot"/> if it only searched for a rate.</summary>
    public required Phase Phase { get; init; }

    /// <summary>Queries per second offered; null where the next query waits for an answer.</summary>
    public double? Rate { get; init; }

    /// <summary>Seed of the arrivals.</summary>
    public required long Seed { get; init; }

    /// <summary>Every query in order of arrival; at least one.</summary>
    public required ImmutableArray<ServedQuery> Queries { get; init; }
}

/// <summary>Raw data of a serving scenario.</summary>
public sealed record ServingSamples
{
    /// <summary>The scenario.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Samples that a query asks about; at least 1.</summary>
    public required int SamplesPerQuery { get; init; }

    /// <summary>Every pass in the order it ran, those that searched too.</summary>
    public required ImmutableArray<ServingPass> Passes { get; init; }

    /// <summary>
    /// Percentile that stands for the scenario: 90 % of a single stream, 99 % of the others; null for a server whose rate
    /// was searched, for the rate is its figure.
    /// </summary>
    public double? Headline =>
        Scenario switch
        {
            Scenario.SingleStream => 0.9,
            Scenario.Server when Passes.Any(pass => pass.Phase == Phase.Pilot) => null,
            _ => 0.99,
        };

    /// <summary>Passes whose queries count.</summary>
    public IEnumerable<ServingPass> Scored => Passes.Where(pass => pass.Phase == Phase.Measurement);
}
