using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Answers.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Reports;

/// <summary>Two machines: what differs between them, then case by case who is how much faster, outliers first.</summary>
internal static class CompareReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.comparison/1";

    /// <summary>Writes the comparison.</summary>
    public static void Write(Comparand first, Comparand second, RatioTable ratios, Screen screen)
    {
        WriteDifferences(first, second, screen);
        Table table = new(
            new Column("Case", Wraps: true, Breaks: true),
            new Column("First", IsNumber: true),
            new Column("Second", IsNumber: true),
            new Column("Second is … times as fast"),
            new Column("Faster")
        );
        foreach (RatioRow row in ratios.Rows)
        {
            Add(table, row, Style.Plain);
        }
        Add(table, ratios.Mean!, Style.Bold);
        table.Write(screen);
        screen.Results.WriteLine();
        screen.Results.WriteLine("The furthest from the geometric mean stand first; intervals hold 95 %.");
        screen.Results.WriteLine(
            $"First faster in {ratios.Rows.Count(row => row.Winner < 0)}, second in {ratios.Rows.Count(row => row.Winner > 0)}, "
                + $"not to be told in {ratios.Rows.Count(row => row.Winner == 0)}."
        );
        WriteOnly("first", ratios.OnlyFirst, screen);
        WriteOnly("second", ratios.OnlySecond, screen);
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(Comparand first, Comparand second, RatioTable ratios, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                WriteFacts(json, "first", first);
                WriteFacts(json, "second", second);
                json.WriteStartArray("cases");
                foreach (RatioRow row in ratios.Rows)
                {
                    WriteRow(json, row);
                }
                json.WriteEndArray();
                json.WritePropertyName("geometric_mean");
                WriteRow(json, ratios.Mean!);
                WriteTexts(json, "only_first", ratios.OnlyFirst);
                WriteTexts(json, "only_second", ratios.OnlySecond);
            },
            screen
        );

    private static void WriteDifferences(Comparand first, Comparand second, Screen screen)
    {
        Table table = new(
            new Column("Differs"),
            new Column("First", Wraps: true, Breaks: true),
            new Column("Second", Wraps: true, Breaks: true)
        );
        string[] names =
        [
            .. first.Facts.Concat(second.Facts).Select(fact => fact.Name).Distinct(StringComparer.Ordinal),
        ];
        foreach (string name in names)
        {
            string? a = Value(first, name);
            string? b = Value(second, name);
            if (a != b)
            {
                table.Add(name, a ?? "not told", b ?? "not told");
            }
        }
        if (table.IsEmpty)
        {
            screen.Results.WriteLine("Both were measured on the same machine with the same software.");
        }
        else
        {
            table.Write(screen);
        }
        screen.Results.WriteLine();
    }

    private static void Add(Table table, RatioRow row, Style style) =>
        table.Add(
            new Cell(row.Name, style),
            new Seconds(row.First).ToString(),
            new Seconds(row.Second).ToString(),
            new Cell(ResultText.SpeedUp(row), style),
            new Cell(Winner(row), row.Winner == 0 ? Style.Dim : Style.Plain)
        );

    private static string Winner(RatioRow row) =>
        row.Winner switch
        {
            > 0 => "second",
            < 0 => "first",
            _ => "open",
        };

    private static void WriteOnly(string which, ImmutableArray<string> names, Screen screen)
    {
        if (names.IsEmpty)
        {
            return;
        }
        screen.Results.WriteLine();
        foreach (string line in Prose.Wrap($"Only the {which} has: {string.Join(", ", names)}.", screen.Width))
        {
            screen.Results.WriteLine(line);
        }
    }

    private static string? Value(Comparand one, string name) =>
        one.Facts.Where(fact => fact.Name == name).Select(fact => fact.Value).FirstOrDefault();

    private static void WriteFacts(Utf8JsonWriter json, string name, Comparand one)
    {
        json.WriteStartObject(name);
        json.WriteString("id", one.Sheet?.Id ?? one.Record!.Run.Id.ToString());
        foreach ((string fact, string value) in one.Facts)
        {
            json.WriteString(fact.ToLowerInvariant(), value);
        }
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, RatioRow row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Name);
        json.WriteNumber("first_seconds", row.First);
        json.WriteNumber("second_seconds", row.Second);
        json.WriteNumber("speed_up", row.SpeedUp);
        if (row.Interval is { } interval)
        {
            json.WriteNumber("speed_up_low", interval.Low);
            json.WriteNumber("speed_up_high", interval.High);
        }
        json.WriteString("faster", Winner(row));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }
}
