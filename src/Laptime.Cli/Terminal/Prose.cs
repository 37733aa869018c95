namespace Laptime.Cli.Terminal;

/// <summary>Breaks running text into lines.</summary>
internal static class Prose
{
    /// <summary>
    /// The text with a blank for each control character: what was imported must neither tear a table apart nor talk to
    /// the terminal.
    /// </summary>
    public static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    /// <summary>Lines of at most <paramref name="width"/> characters, broken between words; a longer word keeps a line to itself. Never empty.</summary>
    public static List<string> Wrap(string text, int width)
    {
        text = Printable(text);
        List<string> lines = [];
        int start = 0;
        while (text.Length - start > width)
        {
            int space = text.LastIndexOf(' ', start + width, width + 1);
            if (space <= start)
            {
                space = text.IndexOf(' ', start + width);
            }
            if (space < 0)
            {
                break;
            }
            lines.Add(text[start..space]);
            start = space + 1;
        }
        lines.Add(text[start..]);
        return lines;
    }

    /// <summary>
    /// Lines of at most <paramref name="width"/> characters whatever the text: broken between words, else behind one of
    /// <c>- _ . /</c>, else anywhere. Never empty.
    /// </summary>
    public static List<string> Break(string text, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        string rest = Printable(text);
        List<string> lines = [];
        while (rest.Length > width)
        {
            int space = rest.LastIndexOf(' ', width);
            if (space > 0)
            {
                lines.Add(rest[..space]);
                rest = rest[(space + 1)..];
                continue;
            }
            int mark = rest.LastIndexOfAny(['-', '_', '.', '/'], width - 1);
            int cut = mark >= 2 ? mark + 1 : width;
            lines.Add(rest[..cut]);
            rest = rest[cut..];
        }
        lines.Add(rest);
        return lines;
    }
}
