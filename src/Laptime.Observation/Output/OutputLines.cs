using System.Text;

namespace Laptime.Observation.Output;

/// <summary>
/// Cuts a stream of bytes into the states that its lines had: at line feeds, at carriage returns and where a line is
/// redrawn with backspaces. Escape sequences (ECMA-48) are left out. Never fails, whatever the bytes.
/// </summary>
internal sealed class OutputLines
{
    /// <summary>Longest line that is read; what goes beyond is left out.</summary>
    public const int Longest = 2048;

    private readonly byte[] line = new byte[Longest];
    private int length;
    private long arrival;
    private Escape escape;

    private enum Escape
    {
        None,
        Started,
        Control,
        Text,
        TextEnd,
    }

    /// <summary>Takes the next bytes and hands on each line that is complete.</summary>
    /// <param name="ticks">When they arrived.</param>
    /// <param name="bytes">What arrived.</param>
    /// <param name="found">
    /// Gets every line that is not blank, with the arrival of its last byte: a bar is drawn long before the carriage
    /// return that begins the next one.
    /// </param>
    public void Add(long ticks, ReadOnlySpan<byte> bytes, Action<string, long> found)
    {
        foreach (byte b in bytes)
        {
            if (escape != Escape.None)
            {
                Skip(b);
                continue;
            }
            switch (b)
            {
                case (byte)'\n' or (byte)'\r' or (byte)'\b':
                    Flush(found);
                    break;
                case 0x1b:
                    escape = Escape.Started;
                    break;
                default:
                    if (length < Longest && (b >= 0x20 || b == '\t'))
                    {
                        line[length++] = b;
                        arrival = ticks;
                    }
                    break;
            }
        }
    }

    /// <summary>Hands on the line that has begun: there is no more to come.</summary>
    public void Flush(Action<string, long> found)
    {
        if (length > 0)
        {
            string text = Encoding.UTF8.GetString(line, 0, length);
            length = 0;
            if (!string.IsNullOrWhiteSpace(text))
            {
                found(text, arrival);
            }
        }
    }

    // ESC [ … final byte; ESC ] … BEL or ESC \; ESC and one more byte.
    private void Skip(byte b) =>
        escape = escape switch
        {
            Escape.Started => b switch
            {
                (byte)'[' => Escape.Control,
                (byte)']' => Escape.Text,
                _ => Escape.None,
            },
            Escape.Control => b is >= 0x40 and <= 0x7e ? Escape.None : Escape.Control,
            Escape.Text => b switch
            {
                0x07 => Escape.None,
                0x1b => Escape.TextEnd,
                _ => Escape.Text,
            },
            _ => Escape.None,
        };
}
