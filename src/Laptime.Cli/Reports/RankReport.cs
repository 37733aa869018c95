using System.Globalization;
using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Core.AiBenchmark;

namespace Laptime.Cli.Reports;

/// <summary>Machines by score.</summary>
internal static class RankReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.rank/1";

    /// <summary>Writes ranked machines, then partial scores apart.</summary>
    public static void Write(Ranking ranking, ScoreName by, Screen screen)
    {
        IReadOnlyList<ScoreName> names = RankText.Shown(by);
        if (ranking.Ranked.IsEmpty)
        {
            screen.Results.WriteLine(RankText.Nobody(by));
        }
        else
        {
            WriteTable(ranking.Ranked.Select(ranked => (RankText.Rank(ranked), ranked.Entry)), names, by, screen);
            if (ranking.Ranked.Any(ranked => ranked.IsTie))
            {
                screen.Results.WriteLine();
                screen.Results.WriteLine(RankText.TieNote);
            }
        }
        if (!ranking.Unranked.IsEmpty)
        {
            screen.Results.WriteLine();
            screen.Results.WriteLine(RankText.PartialNote);
            screen.Results.WriteLine();
            WriteTable(ranking.Unranked.Select(entry => ("", entry)), names, by, screen);
        }
        WriteSources(ranking, screen);
    }

    private static void WriteSources(Ranking ranking, Screen screen)
    {
        RankEntry[] published = [.. RankText.Sources(ranking)];
        if (published.Length == 0)
        {
            return;
        }
        screen.Results.WriteLine();
        Table table = new(new Column("Published by"), new Column("", Wraps: true, Breaks: true));
        foreach (RankEntry entry in published)
        {
            table.Add(entry.SourceId, entry.Origin);
        }
        table.Write(screen);
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(Ranking ranking, ScoreName by, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteString("by", RunText.Word(by));
                json.WriteStartArray("ranked");
                foreach (RankedEntry ranked in ranking.Ranked)
                {
                    json.WriteStartObject();
                    json.WriteNumber("rank", ranked.Rank);
                    json.WriteBoolean("tie", ranked.IsTie);
                    WriteEntry(json, ranked.Entry);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteStartArray("partial");
                foreach (RankEntry entry in ranking.Unranked)
                {
                    json.WriteStartObject();
                    WriteEntry(json, entry);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );

    private static void WriteTable(
        IEnumerable<(string Rank, RankEntry Entry)> rows,
        IReadOnlyList<ScoreName> names,
        ScoreName by,
        Screen screen
    )
    {
        Table table = new([
            new Column("Rank", IsNumber: true),
            new Column("Machine", Wraps: true, Breaks: true),
            .. names.Select(name => new Column(RankText.Title(name), IsNumber: true)),
            new Column("Name"),
            new Column("From", Wraps: true, Breaks: true),
        ]);
        foreach ((string rank, RankEntry entry) in rows)
        {
            table.Add([
                new Cell(rank, Style.Bold),
                entry.Machine,
                .. names.Select(name => Points(entry.Of(name), name == by)),
                new Cell(RankText.ShortName(entry), Style.Dim),
                RankText.Origin(entry),
            ]);
        }
        table.Write(screen);
    }

    private static Cell Points(Score? score, bool isRanked) =>
        score is null
            ? ""
            : new Cell(
                RankText.Points(score),
                score.IsPartial ? Style.Warning
                    : isRanked ? Style.Bold
                    : Style.Plain
            );

    private static void WriteEntry(Utf8JsonWriter json, RankEntry entry)
    {
        ScoreJson.WriteHead(json, entry.Id, entry.Machine, entry.Provenance, entry.Origin, entry.AsOf);
        json.WriteKnown(
            "measured_at",
            entry.MeasuredAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        foreach (ScoreName name in Enum.GetValues<ScoreName>())
        {
            ScoreJson.WriteScore(json, name, entry.Of(name));
        }
    }
}
