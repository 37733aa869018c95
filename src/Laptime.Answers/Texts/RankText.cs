using System.Globalization;
using Laptime.Core.AiBenchmark;

namespace Laptime.Answers.Texts;

/// <summary>Rankings in few words.</summary>
public static class RankText
{
    /// <summary>What an equals sign behind a rank means.</summary>
    public const string TieNote = "=: the 95 % intervals overlap, so the order says nothing.";

    /// <summary>Why partial scores stand apart.</summary>
    public const string PartialNote = "Partial: sub-tests are missing, so these are not ranked.";

    /// <summary>Name of a score: <c>AI</c>, <c>Training</c>.</summary>
    public static string Title(ScoreName name) => name == ScoreName.Ai ? "AI" : name.ToString();

    /// <summary>The scores to show beside the one that ranks.</summary>
    public static IReadOnlyList<ScoreName> Shown(ScoreName by) =>
        by == ScoreName.Micro ? [by] : [ScoreName.Ai, ScoreName.Inference, ScoreName.Training];

    /// <summary>What to do where nobody has the score.</summary>
    public static string Nobody(ScoreName by) =>
        $"No machine has a whole {Title(by)} score yet. Measure with: laptime run ai-benchmark"
        + (by == ScoreName.Micro ? " --micro" : "");

    /// <summary>A rank, with an equals sign where it is shared: <c>3=</c>.</summary>
    public static string Rank(RankedEntry ranked) =>
        string.Create(CultureInfo.InvariantCulture, $"{ranked.Rank}{(ranked.IsTie ? "=" : "")}");

    /// <summary>A score, with an asterisk where it is partial; empty: not known.</summary>
    public static string Points(Score? score) =>
        score is null ? "" : score.Value.ToString(CultureInfo.InvariantCulture) + (score.IsPartial ? "*" : "");

    /// <summary>The 95 % interval of a score: <c>4,322 to 4,346</c>; empty: not known.</summary>
    public static string Interval(Score? score) =>
        score?.Interval is { } interval
            ? string.Create(CultureInfo.InvariantCulture, $"{interval.Low:N0} to {interval.High:N0}")
            : "";

    /// <summary>What is typed to mean an entry, cut where it is an id.</summary>
    public static string ShortName(RankEntry entry) =>
        entry.Provenance == Provenance.Published ? entry.Id : entry.Id[..8];

    /// <summary>Who measured, with what and when.</summary>
    public static string Origin(RankEntry entry)
    {
        string what = entry.Provenance switch
        {
            Provenance.Run => $"own run, {entry.Origin}",
            Provenance.Imported => $"imported, {entry.Origin}",
            _ => entry.SourceId ?? entry.Origin,
        };
        string? day =
            entry.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            ?? entry.MeasuredAt?.UtcDateTime.ToString("'imported' yyyy-MM-dd", CultureInfo.InvariantCulture);
        return entry.Provenance == Provenance.Published || day is null ? what : $"{what}, {day}";
    }

    /// <summary>The published sources of a ranking, each once.</summary>
    public static IEnumerable<RankEntry> Sources(Ranking ranking) =>
        ranking
            .Ranked.Select(ranked => ranked.Entry)
            .Concat(ranking.Unranked)
            .Where(entry => entry.SourceId is not null)
            .DistinctBy(entry => entry.SourceId, StringComparer.Ordinal)
            .OrderBy(entry => entry.SourceId, StringComparer.Ordinal);
}
