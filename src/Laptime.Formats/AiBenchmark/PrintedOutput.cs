using System.Collections.Immutable;

namespace Laptime.Formats.AiBenchmark;

/// <summary>What was found in a text.</summary>
public sealed record PrintedOutput
{
    /// <summary>Longest text that is read, in characters.</summary>
    public const int LongestText = 16 * 1024 * 1024;

    private const int MostNamed = 5;
    private const int LongestName = 60;

    /// <summary>Runs with at least one sub-test, in the order of the text.</summary>
    public required ImmutableArray<PrintedRun> Runs { get; init; }

    /// <summary>Lines that look like those of a sub-test and were not understood.</summary>
    public required int Unread { get; init; }

    /// <summary>Other lines that say nothing known: warnings of frameworks, prose.</summary>
    public required int Others { get; init; }

    /// <summary>The first few of the unread lines, then of the others, cut to a readable length.</summary>
    public required ImmutableArray<string> Examples { get; init; }

    /// <summary>
    /// Reads the printed output of the original or a fork, as it was pasted from a terminal, a log or a web page. Never
    /// throws on account of the text, and takes time in proportion to its length.
    /// </summary>
    /// <param name="text">The text, at most <see cref="LongestText"/> characters; the rest is left out.</param>
    public static PrintedOutput Read(string text)
    {
        string[] lines = PrintedText.Lines(text.Length > LongestText ? text[..LongestText] : text);
        RunCollector collector = new();
        List<string> unread = [];
        List<string> others = [];
        int unreadCount = 0;
        int otherCount = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (string.IsNullOrWhiteSpace(line) || collector.TryAdd(line, out bool looksLikeOne))
            {
                continue;
            }
            if (looksLikeOne && i + 1 < lines.Length && collector.TryAddWrapped(line, lines[i + 1]))
            {
                i++;
                continue;
            }
            List<string> named = looksLikeOne ? unread : others;
            if (named.Count < MostNamed)
            {
                named.Add(line);
            }
            unreadCount += looksLikeOne ? 1 : 0;
            otherCount += looksLikeOne ? 0 : 1;
        }
        return new PrintedOutput
        {
            Runs = collector.Finish(),
            Unread = unreadCount,
            Others = otherCount,
            Examples = [.. unread.Concat(others).Take(MostNamed).Select(Short)],
        };
    }

    private static string Short(string line)
    {
        string bare = line.Trim();
        return bare.Length > LongestName ? string.Concat(bare.AsSpan(0, LongestName), "…") : bare;
    }
}
