using System.Globalization;

namespace Laptime.Formats.AiBenchmark;

/// <summary>Reads a line from left to right, by hand: nothing is ever read twice, however strange the line.</summary>
internal ref struct LineScanner(ReadOnlySpan<char> line)
{
    private readonly ReadOnlySpan<char> _line = line;

    /// <summary>Where it stands.</summary>
    public int At { get; set; }

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<char> Rest => _line[At..];

    /// <summary>Passes blanks and any of the given marks.</summary>
    public void Pass(string marks = "")
    {
        while (At < _line.Length && (_line[At] == ' ' || marks.Contains(_line[At])))
        {
            At++;
        }
    }

    /// <summary>Passes a word, whatever its case.</summary>
    public bool TryWord(string word)
    {
        if (!Rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        At += word.Length;
        return true;
    }

    /// <summary>Reads a whole number of at most six digits.</summary>
    public int? Count()
    {
        int start = At;
        while (At < _line.Length && char.IsAsciiDigit(_line[At]))
        {
            At++;
        }
        return At - start is > 0 and <= 6
            ? int.Parse(_line[start..At], NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>
    /// Reads a number with a point or a comma before its decimals. A mark before exactly three digits with others
    /// following or a comma alone before three separates thousands: the original prints one decimal or none.
    /// </summary>
    public (double Value, int Decimals)? Number()
    {
        int start = At;
        int lastMark = -1;
        while (
            At < _line.Length
            && At - start < 24
            && (
                char.IsAsciiDigit(_line[At])
                || (_line[At] is '.' or ',' && At + 1 < _line.Length && char.IsAsciiDigit(_line[At + 1]))
            )
        )
        {
            lastMark = char.IsAsciiDigit(_line[At]) ? lastMark : At;
            At++;
        }
        ReadOnlySpan<char> text = _line[start..At];
        if (text.IsEmpty || !char.IsAsciiDigit(text[0]))
        {
            At = start;
            return null;
        }
        int decimals = lastMark < 0 ? 0 : At - lastMark - 1;
        bool isGrouped = lastMark >= 0 && decimals == 3 && _line[lastMark] == ',';
        decimals = isGrouped ? 0 : decimals;
        Span<char> plain = stackalloc char[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                plain[length++] = text[i];
            }
            else if (start + i == lastMark && !isGrouped)
            {
                plain[length++] = '.';
            }
        }
        return double.TryParse(
            plain[..length],
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out double value
        )
            ? (value, decimals)
            : null;
    }
}
