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
}
