using System.Text.Json;
using Laptime.Core.Trials;
using Laptime.Formats.Wire;

namespace Laptime.Formats;

/// <summary>
/// What a worker tells its launcher, one line each on its standard output. The line begins with <see cref="Prefix"/>,
/// for libraries in the worker print there too; every other line is theirs and no message.
/// </summary>
public abstract record WorkerMessage
{
    private WorkerMessage() { }

    /// <summary>Where the trial stands.</summary>
    /// <param name="Progress">Progress.</param>
    public sealed record Progressed(TrialProgress Progress) : WorkerMessage;

    /// <summary>The last message: how the trial ended.</summary>
    /// <param name="Outcome">Outcome.</param>
    public sealed record Ended(TrialOutcome Outcome) : WorkerMessage;

    /// <summary>Begins every message. The control character is the record separator of RFC 7464, which no library prints.</summary>
    public static ReadOnlySpan<byte> Prefix => "\u001elaptime.worker/1 "u8;

    /// <summary>
    /// The message as whole lines. The line feed in front ends whatever a library may have printed without one.
    /// </summary>
    public static byte[] Write(WorkerMessage message) =>
        [
            (byte)'\n',
            .. Prefix,
            .. JsonSerializer.SerializeToUtf8Bytes(MessageJson.From(message), WireContext.Default.MessageJson),
            (byte)'\n',
        ];

    /// <summary>Whether a line is a message, well-formed or not.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> line) => line.StartsWith(Prefix);

    /// <summary>Reads a line without its line feed.</summary>
    public static ReadResult<WorkerMessage> Read(ReadOnlySpan<byte> line) =>
        IsMessage(line)
            ? Document.Read(
                line[Prefix.Length..],
                schema: null,
                WireContext.Default.MessageJson,
                (wire, at) => wire.ToMessage(at)
            )
            : new(new FormatError("$", "not a message of a worker"));
}
