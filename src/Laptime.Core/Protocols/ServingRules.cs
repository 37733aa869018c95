using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;
using Laptime.Core.Trials;

namespace Laptime.Core.Protocols;

/// <summary>How queries are offered, and what their latencies must satisfy. docs/serving.md explains the numbers.</summary>
public sealed record ServingRules
{
    /// <summary>Samples of a query in multi-stream (MLPerf Inference).</summary>
    public const int MultiStreamSamples = 8;

    /// <summary>Percentiles that are reported, where there are queries enough.</summary>
    public static ReadOnlySpan<double> Percentiles => [0.5, 0.9, 0.95, 0.99, 0.999];

    /// <summary>Percentile that a server's latency bound is about.</summary>
    public double BoundPercentile { get; init; } = 0.99;

    /// <summary>Search of the largest rate.</summary>
    public RateSearchRules Search { get; init; } = new();

    /// <summary>Least duration of a trial of a rate.</summary>
    public Seconds ShortestTrial { get; init; } = new(2);

    /// <summary>Least duration of a trial in latency bounds.</summary>
    public double TrialBounds { get; init; } = 100;

    /// <summary>First rate tried, as a part of what the warm-up's pace would allow.</summary>
    public double FirstShare { get; init; } = 0.75;

    /// <summary>First step of the search.</summary>
    public double FirstStep { get; init; } = 1.25;

    /// <summary>First step where an earlier launch has found a rate.</summary>
    public double InformedStep { get; init; } = 1.05;

    /// <summary>Percentile of the load generator's lateness that is judged.</summary>
    public double LatenessPercentile { get; init; } = 0.99;

    /// <summary>Lateness that is always allowed.</summary>
    public Seconds Lateness { get; init; } = new(50e-6);

    /// <summary>Lateness allowed as a part of the latency bound.</summary>
    public double LatenessShare { get; init; } = 0.01;

    /// <summary>Most queries of a pass, so that raw data stays within some megabytes.</summary>
    public int MostQueries { get; init; } = 100_000;

    /// <summary>Longest that a pass may go on beyond its schedule, in durations of the schedule.</summary>
    public double Overrun { get; init; } = 0.5;

    /// <summary>Least time between two readings of the machine's state between queries.</summary>
    public Seconds TelemetryInterval { get; init; } = new(0.25);

    /// <summary>Length of the stretches that outside evidence is looked up for.</summary>
    public Seconds Stretch { get; init; } = new(1);

    /// <summary>Part of a trial's time that warm-up may take.</summary>
    public double WarmupShare { get; init; } = 0.4;

    /// <summary>Part of the time left that one trial of the search may take.</summary>
    public double TrialShare { get; init; } = 0.1;

    /// <summary>Least duration of the pass of a stream or a closed loop; a quarter in quick runs, three times as long in certified ones.</summary>
    public Seconds Pass { get; init; } = new(20);

    /// <summary>Duration of a confirmation that is the rule; a sixth in quick runs, which say so, ten times as long in certified ones.</summary>
    public Seconds FullConfirmation { get; init; } = new(60);

    /// <summary>Least duration of the pass of a stream or a closed loop.</summary>
    public Seconds PassOf(Tier tier) =>
        tier switch
        {
            Tier.Quick => Pass / 4,
            Tier.Certified => Pass * 3,
            _ => Pass,
        };

    /// <summary>Duration of one confirmation of a server's rate.</summary>
    public Seconds ConfirmationOf(Tier tier) =>
        tier switch
        {
            Tier.Quick => FullConfirmation / 6,
            Tier.Certified => FullConfirmation * 10,
            _ => FullConfirmation,
        };

    /// <summary>Least duration of a trial of a rate.</summary>
    public Seconds TrialOf(Seconds bound) => new(Math.Max(ShortestTrial.Value, bound.Value * TrialBounds));

    /// <summary>
    /// Time to set aside for one trial of a case before any has run: a stream's pass may have to be longer for want of
    /// queries, a search needs about seven trials of a rate.
    /// </summary>
    public Seconds NeedOf(Case @case, Tier tier) =>
        @case.Scenario switch
        {
            Scenario.SingleStream => PassOf(tier) + new Seconds(20),
            Scenario.Server when @case.Serving is { LatencyBound: { } bound, Rate: null } => new Seconds(20)
                + (TrialOf(bound) * 7)
                + (ConfirmationOf(tier) * (Search.Confirmations + 2)),
            Scenario.Server => new Seconds(20) + (ConfirmationOf(tier) * Search.Confirmations),
            _ => PassOf(tier) + new Seconds(45),
        };
}
