using System.Text.Json;
using Laptime.Core.Trials;
using Laptime.Formats.Wire;

namespace Laptime.Formats;

/// <summary>A request for a trial as JSON: the one line that a worker reads.</summary>
public static class RequestDocument
{
    /// <summary>Name and version of the schema.</summary>
    public const string Schema = "laptime.request/1";

    /// <summary>The request as UTF-8, without a line feed.</summary>
    public static byte[] Write(TrialRequest request) =>
        JsonSerializer.SerializeToUtf8Bytes(RequestJson.From(request, Schema), WireContext.Default.RequestJson);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReadResult<TrialRequest> Read(ReadOnlySpan<byte> utf8) =>
        Document.Read(utf8, Schema, WireContext.Default.RequestJson, (wire, at) => wire.ToRequest(at));
}
