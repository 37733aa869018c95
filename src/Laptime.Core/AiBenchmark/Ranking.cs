using System.Collections.Immutable;

namespace Laptime.Core.AiBenchmark;

/// <summary>A machine that may be ranked: its scores, and where they come from.</summary>
public sealed record RankEntry
{
    /// <summary>What is typed to mean it.</summary>
    public required string Id { get; init; }

    /// <summary>The machine.</summary>
    public required string Machine { get; init; }

    /// <summary>Who measured.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Where the figures come from, in a few words.</summary>
    public required string Origin { get; init; }

    /// <summary>Short name of a published source; null: not published.</summary>
    public string? SourceId { get; init; }

    /// <summary>Day of the figures; null: not told.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Entries of one key are one machine measured several times; null: a machine of its own.</summary>
    public string? SameMachine { get; init; }

    /// <summary>Instant that orders entries of one machine; null: not known.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>Score by name; a missing one is not known.</summary>
    public required ImmutableDictionary<ScoreName, Score> Scores { get; init; }

    /// <summary>Entry of a sheet.</summary>
    public static RankEntry Of(ScoreSheet sheet) =>
        new()
        {
            Id = sheet.Id,
            Machine = sheet.Machine,
            Provenance = sheet.Provenance,
            Origin = sheet.Origin,
            AsOf = sheet.AsOf,
            Scores = Enum.GetValues<ScoreName>()
                .Where(name => sheet.Of(name) is not null)
                .ToImmutableDictionary(name => name, name => sheet.Of(name)!),
        };

    /// <summary>A score; null: not known.</summary>
    public Score? Of(ScoreName name) => Scores.GetValueOrDefault(name);
}

/// <summary>A place in the ranking.</summary>
/// <param name="Rank">From 1; equal for machines that cannot be told apart.</param>
/// <param name="IsTie">Whether another machine has the same rank.</param>
/// <param name="Entry">The machine.</param>
public sealed record RankedEntry(int Rank, bool IsTie, RankEntry Entry);

/// <summary>Machines by score, the highest first.</summary>
/// <param name="Ranked">Machines with a whole score.</param>
/// <param name="Unranked">Machines whose score is partial; it says nothing about the whole.</param>
public sealed record Ranking(ImmutableArray<RankedEntry> Ranked, ImmutableArray<RankEntry> Unranked)
{
    /// <summary>
    /// Orders by score. A machine whose interval overlaps that of the first of a group shares its rank; otherwise it
    /// opens the next group at its own place. An interval that is not known is the whole point itself, from the value
    /// to the next: two machines with the same value tie. Overlap does not chain: the last of a group may overlap the
    /// first of the next, too.
    /// </summary>
    /// <param name="entries">Machines.</param>
    /// <param name="by">Score.</param>
    /// <param name="all">Whether a machine measured several times stands there each time; else only the latest whole score, or the latest partial one where none is whole.</param>
    public static Ranking Of(IEnumerable<RankEntry> entries, ScoreName by, bool all)
    {
        RankEntry[] scored = [.. entries.Where(entry => entry.Of(by) is not null)];
        RankEntry[] kept = all ? scored : [.. Latest(scored, by)];
        RankEntry[] whole =
        [
            .. kept.Where(entry => !entry.Of(by)!.IsPartial)
                .OrderByDescending(entry => entry.Of(by)!.Points)
                .ThenBy(entry => entry.Machine, StringComparer.Ordinal)
                .ThenBy(entry => entry.Id, StringComparer.Ordinal),
        ];
        int[] ranks = new int[whole.Length];
        for (int i = 0, leader = 0; i < whole.Length; i++)
        {
            leader = Reach(whole[i].Of(by)!).High >= Reach(whole[leader].Of(by)!).Low ? leader : i;
            ranks[i] = leader + 1;
        }
        Dictionary<int, int> sharing = ranks.CountBy(rank => rank).ToDictionary();
        return new Ranking(
            [.. whole.Select((entry, i) => new RankedEntry(ranks[i], sharing[ranks[i]] > 1, entry))],
            [.. kept.Where(entry => entry.Of(by)!.IsPartial).OrderBy(entry => entry.Machine, StringComparer.Ordinal)]
        );
    }

    private static IEnumerable<RankEntry> Latest(IEnumerable<RankEntry> entries, ScoreName by) =>
        entries
            .GroupBy(entry => entry.SameMachine ?? $"{entry.Provenance}/{entry.Id}", StringComparer.Ordinal)
            .Select(group =>
                group.OrderBy(entry => entry.Of(by)!.IsPartial).ThenByDescending(entry => entry.MeasuredAt).First()
            );

    // A printed score was rounded down: it may lie anywhere up to the next point, but not on it.
    private static (double Low, double High) Reach(Score score) =>
        score.Interval ?? (score.Value, Math.BitDecrement(score.Value + 1.0));
}
