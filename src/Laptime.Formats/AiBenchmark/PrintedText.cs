using System.Net;
using System.Text;

namespace Laptime.Formats.AiBenchmark;

/// <summary>Takes off what terminals, web pages and logs put around a text. Linear in its length.</summary>
internal static class PrintedText
{
    // ± as a notebook file holds it.
    private const string EscapedPlusMinus = "\\u00b1";

    /// <summary>Lines without escape sequences, entities, odd blanks and line ends of any kind.</summary>
    public static string[] Lines(string text)
    {
        // Where there is no ampersand, nothing is decoded; an entity may stand for a line break or a blank.
        string plain = text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;
        plain = plain.Replace(EscapedPlusMinus, "±", StringComparison.OrdinalIgnoreCase);
        StringBuilder clean = new(plain.Length);
        for (int i = 0; i < plain.Length; i++)
        {
            char c = plain[i];
            switch (c)
            {
                case '\e':
                    i = EndOfEscape(plain, i);
                    break;
                case '\r':
                    clean.Append('\n');
                    i += i + 1 < plain.Length && plain[i + 1] == '\n' ? 1 : 0;
                    break;
                case '\n' or '\u0085' or '\u2028' or '\u2029' or '\v' or '\f':
                    clean.Append('\n');
                    break;
                case '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF':
                    break;
                case '<' when IsBreak(plain, i):
                    clean.Append('\n');
                    i = plain.IndexOf('>', i);
                    break;
                default:
                    clean.Append(char.IsWhiteSpace(c) || char.IsControl(c) ? ' ' : c);
                    break;
            }
        }
        return clean.ToString().Split('\n');
    }

    // <br>, <br/>, <br />, </p>, </div>, </li>: the only tags that end a line.
    private static bool IsBreak(string text, int at)
    {
        int end = text.AsSpan(at, Math.Min(8, text.Length - at)).IndexOf('>');
        return end > 0
            && text.AsSpan(at + 1, end - 1).Trim().ToString().TrimEnd('/', ' ').ToUpperInvariant()
                is "BR"
                    or "/P"
                    or "/DIV"
                    or "/LI"
                    or "/PRE";
    }

    // ECMA-48: CSI ends with a byte from @ to ~, OSC with BEL or ST; anything else is two characters.
    private static int EndOfEscape(string text, int at)
    {
        if (at + 1 >= text.Length)
        {
            return at;
        }
        int i = at + 2;
        switch (text[at + 1])
        {
            case '[':
                while (i < text.Length && text[i] is >= ' ' and <= '?')
                {
                    i++;
                }
                return i < text.Length && text[i] is >= '@' and <= '~' ? i : i - 1;
            case ']':
                while (i < text.Length && text[i] is not ('\a' or '\e' or '\n'))
                {
                    i++;
                }
                return i >= text.Length || text[i] == '\a' ? i
                    : text[i] == '\e' ? Math.Min(i + 1, text.Length - 1)
                    : i - 1;
            default:
                return at + 1;
        }
    }
}
