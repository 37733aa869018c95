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
        ScoreName[] names = by == ScoreName.Micro ? [by] : [ScoreName.Ai, ScoreName.Inference, ScoreName.Training];
        if (ranking.Ranked.IsEmpty)
        {
            screen.Results.WriteLine(
                $"No machine has a whole {Title(by)} score yet. Measure with: laptime run ai-benchmark"
                    + (by == ScoreName.Micro ? " --micro" : "")
            );
        }
        else
        {
            WriteTable(ranking.Ranked.Select(ranked => (Rank(ranked), ranked.Entry)), names, by, screen);
            if (ranking.Ranked.Any(ranked => ranked.IsTie))
            {
                screen.Results.WriteLine();
                screen.Results.WriteLine("=: the 95 % intervals overlap, so the order says nothing.");
            }
        }
        if (!ranking.Unranked.IsEmpty)
        {
            screen.Results.WriteLine();
            screen.Results.WriteLine("Partial: sub-tests are missing, so these are not ranked.");
            screen.Results.WriteLine();
            WriteTable(ranking.Unranked.Select(entry => ("", entry)), names, by, screen);
        }
        WriteSources(ranking, screen);
    }

    private static void WriteSources(Ranking ranking, Screen screen)
    {
        RankEntry[] published =
        [
            .. ranking
                .Ranked.Select(ranked => ranked.Entry)
                .Concat(ranking.Unranked)
                .Where(entry => entry.SourceId is not null)
                .DistinctBy(entry => entry.SourceId, StringComparer.Ordinal)
                .OrderBy(entry => entry.SourceId, StringComparer.Ordinal),
        ];
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
        ScoreName[] names,
        ScoreName by,
        Screen screen
    )
    {
        Table table = new([
            new Column("Rank", IsNumber: true),
            new Column("Machine", Wraps: true, Breaks: true),
            .. names.Select(name => new Column(Title(name), IsNumber: true)),
            new Column("Name"),
            new Column("From", Wraps: true, Breaks: true),
        ]);
        foreach ((string rank, RankEntry entry) in rows)
        {
            table.Add([
                new Cell(rank, Style.Bold),
                entry.Machine,
                .. names.Select(name => Points(entry.Of(name), name == by)),
                new Cell(ShortName(entry), Style.Dim),
                Origin(entry),
            ]);
        }
        table.Write(screen);
    }

    private static string Rank(RankedEntry ranked) =>
        string.Create(CultureInfo.InvariantCulture, $"{ranked.Rank}{(ranked.IsTie ? "=" : "")}");

    private static string Title(ScoreName name) => name == ScoreName.Ai ? "AI" : name.ToString();

    private static Cell Points(Score? score, bool isRanked) =>
        score is null
            ? ""
            : new Cell(
                score.Value.ToString(CultureInfo.InvariantCulture) + (score.IsPartial ? "*" : ""),
                score.IsPartial ? Style.Warning
                    : isRanked ? Style.Bold
                    : Style.Plain
            );

    private static string ShortName(RankEntry entry) =>
        entry.Provenance == Provenance.Published ? entry.Id : entry.Id[..8];

    private static string Origin(RankEntry entry)
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
