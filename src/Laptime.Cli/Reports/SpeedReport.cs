using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;

namespace Laptime.Cli.Reports;

/// <summary>Published speeds.</summary>
internal static class SpeedReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.catalog-speeds/1";

    /// <summary>Writes one row each, and what the sources stand for.</summary>
    public static void Write(ImmutableArray<PublishedSpeed> speeds, Catalog catalog, Screen screen)
    {
        Table table = new(
            new Column("Workload"),
            new Column(""),
            new Column("", Wraps: true),
            new Column("Batch", IsNumber: true),
            new Column("Device", Wraps: true, Breaks: true),
            new Column("Items/s", IsNumber: true),
            new Column("Source", Wraps: true, Breaks: true)
        );
        foreach (PublishedSpeed speed in speeds)
        {
            table.Add(
                speed.Workload,
                speed.Scenario.ToString().ToLowerInvariant(),
                speed.Precision ?? CatalogText.Dash,
                speed.Batch?.ToString(CultureInfo.InvariantCulture) ?? CatalogText.Dash,
                speed.DeviceCount == 1 ? speed.Device : $"{speed.DeviceCount} x {speed.Device}",
                CatalogText.Rate(speed),
                $"{speed.Source.Id}{(speed.Source.AsOf is { } day ? $" {day.Year}" : "")}"
            );
        }
        table.Write(screen);
        screen.Results.WriteLine();
        Table sources = new(new Column(""), new Column("", Wraps: true));
        foreach (string id in speeds.Select(speed => speed.Source.Id).Distinct(StringComparer.Ordinal))
        {
            sources.Add(
                new Cell(id, Style.Dim),
                new Cell(catalog.Sources.GetValueOrDefault(id, CatalogText.Unknown), Style.Dim)
            );
        }
        sources.Write(screen);
    }

    /// <summary>Writes the same as JSON, with range, software and notes.</summary>
    public static void WriteJson(ImmutableArray<PublishedSpeed> speeds, Catalog catalog, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("speeds");
                foreach (PublishedSpeed speed in speeds)
                {
                    Write(json, speed);
                }
                json.WriteEndArray();
                json.WriteSources(catalog, speeds.Select(speed => speed.Source.Id));
            },
            screen
        );

    private static void Write(Utf8JsonWriter json, PublishedSpeed speed)
    {
        json.WriteStartObject();
        json.WriteString("workload", speed.Workload);
        json.WriteString("scenario", speed.Scenario.ToString().ToLowerInvariant());
        json.WriteKnown("precision", speed.Precision);
        json.WriteKnown("batch", speed.Batch);
        json.WriteString("device", speed.Device);
        json.WriteNumber("device_count", speed.DeviceCount);
        json.WriteKnown("provider", speed.Provider);
        json.WriteNumber("items_per_second", speed.ItemsPerSecond);
        json.WriteKnown("items_per_second_low", speed.Range?.Low);
        json.WriteKnown("items_per_second_high", speed.Range?.High);
        json.WriteKnown("runs", speed.Runs);
        json.WriteBoolean("is_upper_bound", speed.IsUpperBound);
        json.WriteKnown("software", speed.Software);
        json.WriteSource(speed.Source);
        json.WriteKnown("note", speed.Note);
        json.WriteEndObject();
    }
}
