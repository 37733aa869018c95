using System.Text.Json;
using Laptime.Core.Platforms;
using Laptime.Formats.Wire;

namespace Laptime.Formats;

/// <summary>Facts about a platform as JSON.</summary>
public static class PlatformDocument
{
    /// <summary>Name and version of the schema.</summary>
    public const string Schema = "laptime.platform/1";

    /// <summary>The facts as UTF-8, on one line.</summary>
    public static byte[] Write(PlatformFacts facts) =>
        JsonSerializer.SerializeToUtf8Bytes(PlatformJson.From(facts, Schema), WireContext.Default.PlatformJson);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReadResult<PlatformFacts> Read(ReadOnlySpan<byte> utf8) =>
        Document.Read(utf8, Schema, WireContext.Default.PlatformJson, (wire, at) => wire.ToFacts(at));
}
