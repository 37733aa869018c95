namespace Laptime.Cli.Terminal;

/// <summary>Breaks running text into lines.</summary>
internal static class Prose
{
    /// <summary>Lines of at most <paramref name="width"/> characters, broken between words; a longer word keeps a line to itself. Never empty.</summary>
    public static List<string> Wrap(string text, int width)
    {
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
