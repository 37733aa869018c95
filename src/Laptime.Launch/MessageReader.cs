using System.Runtime.CompilerServices;
using Laptime.Formats;

namespace Laptime.Launch;

/// <summary>Picks the messages out of a worker's standard output and lets everything else go by.</summary>
internal static class MessageReader
{
    // What is no message is forgotten beyond this, so that a worker gone wild cannot fill our memory.
    private const int LongestStrayLine = 1 << 16;
    private const int LongestMessage = 1 << 28;

    /// <summary>Messages in order, until the stream ends or one cannot be understood: that is the last.</summary>
    public static async IAsyncEnumerable<ReadResult<WorkerMessage>> ReadAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        byte[] buffer = new byte[1 << 16];
        using MemoryStream line = new();
        int length;
        while ((length = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            for (int start = 0; start < length; )
            {
                int end = Array.IndexOf(buffer, (byte)'\n', start, length - start);
                line.Write(buffer, start, (end < 0 ? length : end) - start);
                start = end < 0 ? length : end + 1;
                if (line.Length > (WorkerMessage.IsMessage(Content(line)) ? LongestMessage : LongestStrayLine))
                {
                    // The prefix cannot come back into the middle of a line: the rest of it is no message either.
                    line.SetLength(LongestStrayLine);
                    line.Position = LongestStrayLine;
                }
                if (end < 0)
                {
                    continue;
                }
                ReadResult<WorkerMessage>? message = WorkerMessage.IsMessage(Content(line))
                    ? WorkerMessage.Read(Content(line))
                    : null;
                line.SetLength(0);
                if (message is not null)
                {
                    yield return message;
                    if (!message.IsRead)
                    {
                        yield break;
                    }
                }
            }
        }
    }

    private static ReadOnlySpan<byte> Content(MemoryStream line) => line.GetBuffer().AsSpan(0, (int)line.Length);
}
