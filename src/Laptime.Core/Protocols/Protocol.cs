using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Core.Protocols;

/// <summary>
/// The measurement protocol: every threshold as data. Each default is explained in docs/measurement.md; a result is
/// comparable with another only under the same <see cref="Version"/>.
/// </summary>
public sealed record Protocol
{
    /// <summary>Raised whenever a change here could move a result.</summary>
    public const int Version = 1;

    /// <summary>The protocol in force.</summary>
    public static Protocol Current { get; } = new();

    /// <summary>What is spent on a result, and how narrow its interval must become.</summary>
    public ImmutableArray<ProtocolTier> Tiers { get; init; } =
    [
        new()
        {
            Tier = Tier.Quick,
            TargetHalfWidth = 0.05,
            Looks = [3],
            Block = Seconds.FromMilliseconds(50),
            Quantile = 0.975,
            Rankable = false,
            ConditioningCap = new Seconds(5),
        },
        new()
        {
            Tier = Tier.Standard,
            TargetHalfWidth = 0.02,
            Looks = [5, 7, 10, 15],
            Block = Seconds.FromMilliseconds(125),
            Quantile = 0.9825,
            Rankable = true,
            ConditioningCap = new Seconds(60),
        },
        new()
        {
            Tier = Tier.Certified,
            TargetHalfWidth = 0.01,
            Looks = [10, 15, 20, 30],
            Block = Seconds.FromMilliseconds(500),
            Quantile = 0.9825,
            Rankable = true,
            ConditioningCap = new Seconds(120),
        },
        new()
        {
            // The procedure decides what a launch is; the interval is reported and asks for nothing.
            Tier = Tier.Fixed,
            TargetHalfWidth = double.PositiveInfinity,
            Looks = [1],
            Block = Seconds.Zero,
            Quantile = 0.975,
            Rankable = false,
            ConditioningCap = new Seconds(5),
        },
    ];

    /// <summary>How many steps make a block.</summary>
    public PilotRules Pilot { get; init; } = new();

    /// <summary>When a trial is warm, and whether it stayed so.</summary>
    public WarmupRules Warmup { get; init; } = new();

    /// <summary>The scored window of a trial.</summary>
    public WindowRules Window { get; init; } = new();

    /// <summary>What evidence drops a block, or spoils a launch or a session.</summary>
    public ValidityRules Validity { get; init; } = new();

    /// <summary>When the machine has reached its sustained thermal state.</summary>
    public ConditioningRules Conditioning { get; init; } = new();

    /// <summary>How energy is counted.</summary>
    public EnergyRules Energy { get; init; } = new();

    /// <summary>How queries are offered, and what their latencies must satisfy.</summary>
    public ServingRules Serving { get; init; } = new();

    /// <summary>When two results differ.</summary>
    public ComparisonRules Comparison { get; init; } = new();

    /// <summary>Relative half-width that no number of launches can go below: the systematic part of the error.</summary>
    public double HalfWidthFloor { get; init; } = 0.0025;

    /// <summary>The rules of one tier.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The protocol has no such tier.</exception>
    public ProtocolTier For(Tier tier) =>
        Tiers.FirstOrDefault(rules => rules.Tier == tier)
        ?? throw new ArgumentOutOfRangeException(nameof(tier), tier, "The protocol has no such tier.");
}

/// <summary>What one tier spends and asks for.</summary>
public sealed record ProtocolTier
{
    /// <summary>Its name.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Relative half-width at which a case is resolved; infinite where any will do, even none.</summary>
    public required double TargetHalfWidth { get; init; }

    /// <summary>Numbers of valid launches after which the interval is looked at, ascending; the last is the most that is spent.</summary>
    public required ImmutableArray<int> Looks { get; init; }

    /// <summary>Least duration of a block.</summary>
    public required Seconds Block { get; init; }

    /// <summary>
    /// Quantile of Student's t behind the half-width: 0.975 for a single look, 0.9825 where looking several times has to
    /// be paid for so that the interval still covers 95 %.
    /// </summary>
    public required double Quantile { get; init; }

    /// <summary>Whether results may be ranked against others.</summary>
    public required bool Rankable { get; init; }

    /// <summary>Most time spent on bringing the machine to its sustained state.</summary>
    public required Seconds ConditioningCap { get; init; }

    /// <summary>Whether an interval is narrow enough.</summary>
    /// <param name="halfWidth">Relative half-width; null: unknown, for want of launches.</param>
    public bool IsMetBy(double? halfWidth) =>
        double.IsPositiveInfinity(TargetHalfWidth) || halfWidth <= TargetHalfWidth;
}
