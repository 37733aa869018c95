using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;

namespace Laptime.Core.Sweeps;

/// <summary>
/// The search for the largest batch that fits: doubled until one does not, then bisected down to neighbours. A pure
/// function of what was tried, so that an interrupted search goes on where it stopped.
/// </summary>
public sealed record BatchSearch
{
    /// <summary>No larger batch is tried.</summary>
    public const int Ceiling = 1 << 20;

    /// <summary>Throughputs of single processes that differ by less count as equal.</summary>
    public const double Tolerance = 0.02;

    /// <summary>What is searched for, at batch 1.</summary>
    public required Case Case { get; init; }

    /// <summary>What was tried, in this order.</summary>
    public required ImmutableArray<BatchProbe> Probes { get; init; }

    /// <summary>Why the case cannot run here whatever the batch, one sentence; null if it can, or nothing was tried yet.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Time after which nothing new is tried; null: none.</summary>
    public Seconds? TimeAllowed { get; init; }

    /// <summary>The largest batch that was seen to fit; null if none was.</summary>
    public int? Largest => Probes.Where(probe => probe.Fits).Select(probe => (int?)probe.Batch).Max();

    /// <summary>The smallest batch that was seen not to fit; null if none was.</summary>
    public int? SmallestTooLarge => Probes.Where(probe => !probe.Fits).Select(probe => (int?)probe.Batch).Min();

    /// <summary>Whether the edge is known: the next size after <see cref="Largest"/> was tried and does not fit.</summary>
    public bool IsExact => Largest is { } largest && SmallestTooLarge - 1 == largest;

    /// <summary>
    /// The batch with the best throughput among those tried: the smallest within <see cref="Tolerance"/> of the highest,
    /// for what is no faster only takes memory. Null if nothing fits or nothing was timed.
    /// </summary>
    public int? Best
    {
        get
        {
            double highest = Probes.Max(probe => probe.ItemsPerSecond) ?? 0;
            return Probes
                .Where(probe => probe.ItemsPerSecond >= highest * (1 - Tolerance))
                .Select(probe => (int?)probe.Batch)
                .Min();
        }
    }

    /// <summary>Time spent on it so far.</summary>
    public Seconds Spent => new(Probes.Sum(probe => probe.Elapsed.Value));

    /// <summary>Whether the time allowed ended it before the edge was found.</summary>
    public bool IsCutShort => Obstacle is null && Spent >= TimeAllowed && Candidate is not null;

    /// <summary>Batch to try next; null if the search is over.</summary>
    public int? Next => Obstacle is not null || Spent >= TimeAllowed ? null : Candidate;

    private int? Candidate =>
        (Largest ?? 0, SmallestTooLarge) switch
        {
            (0, null) => 1,
            (>= Ceiling, null) => null,
            (var fits, null) => (int)Math.Min(Ceiling, 2L * fits),
            (var fits, { } tooLarge) => tooLarge - fits <= 1 ? null : fits + ((tooLarge - fits) / 2),
        };
}
