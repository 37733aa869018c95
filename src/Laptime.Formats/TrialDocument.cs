using System.Text.Json;
using Laptime.Core.Trials;
using Laptime.Formats.Wire;

namespace Laptime.Formats;

/// <summary>One trial with all its raw data as JSON: how the store keeps it.</summary>
public static class TrialDocument
{
    /// <summary>Name and version of the schema.</summary>
    public const string Schema = "laptime.trial/1";

    /// <summary>The trial as UTF-8, on one line.</summary>
    /// <exception cref="ArgumentException">A figure of the trial is NaN or infinite, which only a check may be.</exception>
    public static byte[] Write(Trial trial) =>
        JsonSerializer.SerializeToUtf8Bytes(TrialJson.From(trial, Schema), WireContext.Default.TrialJson);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReadResult<Trial> Read(ReadOnlySpan<byte> utf8) =>
        Document.Read(utf8, Schema, WireContext.Default.TrialJson, (wire, at) => wire.ToTrial(at));
}
