using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Core.Runs;
using Laptime.Formats.AiBenchmark;
using Laptime.Store;

namespace Laptime.Cli.Reports;

/// <summary>Runs, one a row.</summary>
internal static class RunListReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.runs/1";

    /// <summary>Writes runs, then imported ones of the original AI-Benchmark.</summary>
    public static void Write(ImmutableArray<RunSummary> runs, ImmutableArray<ForeignRun> foreign, Screen screen)
    {
        if (!runs.IsEmpty)
        {
            Write(runs, screen);
        }
        if (!foreign.IsEmpty)
        {
            if (!runs.IsEmpty)
            {
                screen.Results.WriteLine();
            }
            WriteForeign(foreign, screen);
        }
    }

    private static void WriteForeign(ImmutableArray<ForeignRun> foreign, Screen screen)
    {
        Table table = new(
            new Column("Import"),
            new Column("Imported (UTC)"),
            new Column("Sub-tests", IsNumber: true),
            new Column("Imported output of the original AI-Benchmark", Wraps: true)
        );
        int idLength = ShortId.Length([.. foreign.Select(run => run.Id)]);
        foreach (ForeignRun run in foreign)
        {
            table.Add(
                new Cell(run.Id.ToString()[..idLength], Style.Bold),
                RunText.Instant(run.ImportedAt),
                $"{run.Run.Figures.Length}",
                run.Name ?? run.Run.Machine
            );
        }
        table.Write(screen);
    }

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
        int idLength = ShortId.Length([.. runs.Select(run => run.Id)]);
        foreach (RunSummary run in runs)
        {
            table.Add(
                new Cell(run.Id.ToString()[..idLength], Style.Bold),
                RunText.Instant(run.StartedAt),
                run.Suite,
                RunText.Word(run.Tier),
                $"{run.Measured}",
                $"{RunText.Device(run)}, {run.LibtorchVersion ?? "unknown"}"
            );
            if (RunText.Remarks(run) is { Length: > 0 } remarks)
            {
                Style style =
                    run.Failed > 0 ? Style.Bad
                    : run.Status == RunStatus.Finished ? Style.Dim
                    : Style.Warning;
                table.Add("", "", "", "", "", new Cell(remarks, style));
            }
        }
        table.Write(screen);
    }

    /// <summary>Writes the same as JSON, with full ids.</summary>
    public static void WriteJson(ImmutableArray<RunSummary> runs, ImmutableArray<ForeignRun> foreign, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("runs");
                foreach (RunSummary run in runs)
                {
                    WriteRun(json, run);
                }
                json.WriteEndArray();
                if (!foreign.IsEmpty)
                {
                    json.WriteStartArray("imported_outputs");
                    foreach (ForeignRun run in foreign)
                    {
                        WriteForeign(json, run);
                    }
                    json.WriteEndArray();
                }
            },
            screen
        );

    private static void WriteForeign(Utf8JsonWriter json, ForeignRun run)
    {
        json.WriteStartObject();
        json.WriteString("id", run.Id);
        json.WriteString("imported_at", Instant(run.ImportedAt));
        json.WriteString("machine", run.Name ?? run.Run.Machine);
        json.WriteKnown("version", run.Run.Version);
        json.WriteKnown("tensor_flow", run.Run.TensorFlow);
        json.WriteNumber("sub_tests", run.Run.Figures.Length);
        json.WriteKnown("deleted_at", Instant(run.DeletedAt));
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RunSummary run)
    {
        json.WriteStartObject();
        json.WriteString("id", run.Id);
        json.WriteString("started_at", Instant(run.StartedAt));
        json.WriteKnown("ended_at", Instant(run.EndedAt));
        json.WriteString("status", RunText.Word(run.Status));
        json.WriteString("suite", run.Suite);
        json.WriteString("tier", RunText.Word(run.Tier));
        json.WriteString("device", RunText.Device(run));
        json.WriteKnown("libtorch_version", run.LibtorchVersion);
        json.WriteKnown("host_name", run.HostName);
        json.WriteNumber("measured", run.Measured);
        json.WriteNumber("skipped", run.Skipped);
        json.WriteNumber("failed", run.Failed);
        json.WriteKnown("note", run.Note);
        json.WriteString("seal", RunText.Word(run.Seal));
        json.WriteKnown("imported_at", Instant(run.ImportedAt));
        json.WriteKnown("deleted_at", Instant(run.DeletedAt));
        json.WriteEndObject();
    }

    // As in the other documents.
    private static string? Instant(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
