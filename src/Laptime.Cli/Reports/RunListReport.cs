using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Core.Runs;
using Laptime.Store;

namespace Laptime.Cli.Reports;

/// <summary>Runs, one a row.</summary>
internal static class RunListReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.runs/1";

    /// <summary>Writes the table; what is out of the ordinary stands below its row.</summary>
    public static void Write(ImmutableArray<RunSummary> runs, Screen screen)
    {
        Table table = new(
            new Column("Run"),
            new Column("Started (UTC)"),
            new Column("Suite"),
            new Column("Tier"),
            new Column("Trials", IsNumber: true),
            new Column("Device, libtorch", Wraps: true)
        );
        int idLength = ShortId.Length([.. runs.Select(summary => summary.Run.Id)]);
        foreach (RunSummary summary in runs)
        {
            Run run = summary.Run;
            table.Add(
                new Cell(run.Id.ToString()[..idLength], Style.Bold),
                RunText.Instant(run.StartedAt),
                run.Suite.Name,
                RunText.Word(run.Tier),
                $"{summary.Measured}",
                $"{RunText.Device(run)}, {run.Platform.Engine?.Version ?? "unknown"}"
            );
            if (RunText.Remarks(summary) is { Text.Length: > 0 } remarks)
            {
                table.Add("", "", "", "", "", remarks);
            }
        }
        table.Write(screen);
    }

    /// <summary>Writes the same as JSON, with full ids.</summary>
    public static void WriteJson(ImmutableArray<RunSummary> runs, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("runs");
                foreach (RunSummary summary in runs)
                {
                    WriteRun(json, summary);
                }
                json.WriteEndArray();
            },
            screen
        );

    private static void WriteRun(Utf8JsonWriter json, RunSummary summary)
    {
        Run run = summary.Run;
        json.WriteStartObject();
        json.WriteString("id", run.Id);
        json.WriteString("started_at", Instant(run.StartedAt));
        json.WriteKnown("ended_at", Instant(run.EndedAt));
        json.WriteString("status", RunText.Word(run.Status));
        json.WriteString("suite", run.Suite.Name);
        json.WriteString("tier", RunText.Word(run.Tier));
        json.WriteString("device", RunText.Device(run));
        json.WriteKnown("libtorch_version", run.Platform.Engine?.Version);
        json.WriteKnown("host_name", run.Platform.HostName);
        json.WriteNumber("measured", summary.Measured);
        json.WriteNumber("skipped", summary.Skipped);
        json.WriteNumber("failed", summary.Failed);
        json.WriteKnown("note", run.Note);
        json.WriteKnown("imported_at", Instant(summary.ImportedAt));
        json.WriteKnown("deleted_at", Instant(summary.DeletedAt));
        json.WriteEndObject();
    }

    // As in the other documents.
    private static string? Instant(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
