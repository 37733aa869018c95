using System.Text.Json;
using Laptime.Formats.Wire;

namespace Laptime.Formats.AiBenchmark;

/// <summary>An imported run of the original tool as JSON: what is stored and exported.</summary>
public static class PrintedRunDocument
{
    /// <summary>Name and version of the schema.</summary>
    public const string Schema = "laptime.ai-benchmark-output/1";

    /// <summary>The run as UTF-8, on one line.</summary>
    public static byte[] Write(PrintedRun run) =>
        JsonSerializer.SerializeToUtf8Bytes(PrintedRunJson.From(run, Schema), WireContext.Default.PrintedRunJson);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReadResult<PrintedRun> Read(ReadOnlySpan<byte> utf8) =>
        Document.Read(utf8, Schema, WireContext.Default.PrintedRunJson, (wire, at) => wire.ToRun(at));
}
