using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats.Wire;

namespace Laptime.Formats;

/// <summary>
/// A run with all its raw data as one JSON text: what is exported, imported and archived. docs/results-format.md
/// describes the schema.
/// </summary>
public static class RunDocument
{
    /// <summary>Name and version of the schema; the version rises when an older reader would go wrong.</summary>
    public const string Schema = "laptime.run/1";

    /// <summary>The run as UTF-8, on one line. Reading it back gives the same values, doubles to the last bit.</summary>
    /// <exception cref="ArgumentException">A figure of the run is NaN or infinite, which only a check may be.</exception>
    public static byte[] Write(RunRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes(RunJson.From(record, Schema), WireContext.Default.RunJson);

    /// <summary>Reads what <see cref="Write"/> wrote, or what somebody else made of it.</summary>
    public static ReadResult<RunRecord> Read(ReadOnlySpan<byte> utf8) =>
        Document.Read(utf8, Schema, WireContext.Default.RunJson, (wire, at) => wire.ToRecord(at));

    /// <summary>Reads a document of a stranger's: what is larger than allowed is refused before it takes memory.</summary>
    public static ReadResult<RunRecord> Read(ReadOnlySpan<byte> utf8, RunLimits limits) =>
        Document.Read(
            utf8,
            Schema,
            WireContext.Default.RunJson,
            (wire, at) => Within(limits, wire.ToRecord(at), at),
            limits
        );

    /// <summary>Reads a document up to 512 MiB; of a larger one no more than that is taken in.</summary>
    /// <exception cref="IOException"><paramref name="stream"/> cannot be read.</exception>
    public static async Task<ReadResult<RunRecord>> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        Read(await ReadBytesAsync(stream, cancellationToken));

    /// <summary>What a document may have: 512 MiB; of a longer stream one part more, so that reading refuses it.</summary>
    /// <exception cref="IOException"><paramref name="stream"/> cannot be read.</exception>
    public static async Task<byte[]> ReadBytesAsync(Stream stream, CancellationToken cancellationToken)
    {
        using MemoryStream whole = new();
        byte[] part = new byte[1 << 16];
        int length;
        while (whole.Length <= Document.MaximumBytes && (length = await stream.ReadAsync(part, cancellationToken)) > 0)
        {
            whole.Write(part, 0, length);
        }
        return whole.ToArray();
    }

    /// <summary>
    /// What a document looks like, as JSON Schema 2020-12 without references. What only reading can check, it does not say.
    /// </summary>
    public static JsonNode JsonSchema()
    {
        JsonNode root = WireContext.Default.RunJson.GetJsonSchemaAsNode();
        return SchemaReferences.Resolve(root, root);
    }

    private static RunRecord Within(RunLimits limits, RunRecord record, Place at)
    {
        int blocks = 0;
        for (int i = 0; i < record.Trials.Length; i++)
        {
            blocks += record.Trials[i].Outcome is TrialOutcome.Measured measured ? measured.Samples.Blocks.Length : 0;
            if (blocks > limits.Blocks)
            {
                throw at["trials"][i]["samples"]["blocks"].Error($"the run has more than {limits.Blocks} blocks");
            }
        }
        return record;
    }
}
