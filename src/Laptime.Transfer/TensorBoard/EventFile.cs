using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Laptime.Transfer.TensorBoard;

/// <summary>
/// An event file that TensorBoard reads: records of length, masked CRC-32C of the length, content, masked CRC-32C of
/// the content; the content is an <c>Event</c> message of Protocol Buffers.
/// </summary>
/// <remarks>
/// Format: TensorFlow, <c>core/lib/io/record_writer.h</c> (framing, mask), <c>core/util/event.proto</c> (wall_time = 1,
/// step = 2, file_version = 3, summary = 5) and <c>core/framework/summary.proto</c> (value = 1; tag = 1,
/// simple_value = 2). Six fields are written by hand rather than by a generated class each.
/// </remarks>
public sealed class EventFile : IDisposable
{
    private readonly Stream stream;
    private readonly TimeProvider time;

    private EventFile(Stream stream, TimeProvider time)
    {
        this.stream = stream;
        this.time = time;
    }

    /// <summary>Begins a new file in a directory.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static EventFile Create(string directory, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        long seconds = time.GetUtcNow().ToUnixTimeSeconds();
        // The name that TensorBoard looks for; the process keeps two of the same second apart.
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{seconds:D10}.laptime.{Environment.ProcessId}"
        );
        var file = new EventFile(
            new FileStream(Path.Combine(directory, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read),
            time
        );
        file.Begin();
        return file;
    }

    /// <summary>Writes the head into a stream, which stays the caller's to look at.</summary>
    internal static EventFile Over(Stream stream, TimeProvider time)
    {
        var file = new EventFile(stream, time);
        file.Begin();
        return file;
    }

    /// <summary>Adds values of one step. Values that are not known are left out.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(long step, params ReadOnlySpan<(string Tag, double? Value)> scalars)
    {
        var summary = new Message();
        foreach (var (tag, value) in scalars)
        {
            if (value is { } known)
            {
                summary.Bytes(1, new Message().Text(1, tag).Single(2, (float)known).ToArray());
            }
        }
        WriteRecord(Event().Varint(2, (ulong)step).Bytes(5, summary.ToArray()));
        stream.Flush();
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();

    private void Begin()
    {
        WriteRecord(Event().Text(3, "brain.Event:2"));
        stream.Flush();
    }

    private Message Event() => new Message().Double(1, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);

    private void WriteRecord(Message message)
    {
        byte[] content = message.ToArray();
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedCrc(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedCrc(content));
        stream.Write([.. head, .. content, .. tail]);
    }

    /// <summary>CRC-32C turned by 15 bits plus a constant, because a CRC over data that holds its own CRC is weak.</summary>
    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    /// <summary>A message under construction; fields of Protocol Buffers' wire format.</summary>
    private sealed class Message
    {
        private readonly List<byte> bytes = [];

        public byte[] ToArray() => [.. bytes];

        public Message Varint(int field, ulong value)
        {
            Tag(field, 0);
            Raw(value);
            return this;
        }

        public Message Double(int field, double value)
        {
            Tag(field, 1);
            bytes.AddRange(BitConverter.GetBytes(value));
            return this;
        }

        public Message Single(int field, float value)
        {
            Tag(field, 5);
            bytes.AddRange(BitConverter.GetBytes(value));
            return this;
        }

        public Message Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

        public Message Bytes(int field, byte[] content)
        {
            Tag(field, 2);
            Raw((ulong)content.Length);
            bytes.AddRange(content);
            return this;
        }

        private void Tag(int field, int wireType) => Raw((ulong)((field << 3) | wireType));

        private void Raw(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                bytes.Add((byte)(value | 0x80));
            }
            bytes.Add((byte)value);
        }
    }
}
