namespace Laptime.Answers.Texts;

/// <summary>Ids of runs, cut to what is needed to tell them apart; every command takes them that way.</summary>
public static class ShortId
{
    /// <summary>Ends of an id's groups. The first eight digits change every 65 s, the first twelve every millisecond (RFC 9562, version 7).</summary>
    private static readonly int[] Ends = [8, 13, 18, 23, 36];

    /// <summary>How many characters tell all ids apart; 8 at least.</summary>
    public static int Length(IReadOnlyCollection<Guid> ids)
    {
        foreach (int end in Ends)
        {
            HashSet<string> seen = new(StringComparer.Ordinal);
            if (ids.All(id => seen.Add(id.ToString()[..end])))
            {
                return end;
            }
        }
        return Ends[^1];
    }

    /// <summary>All of them, cut to the same length.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<Guid> ids)
    {
        int length = Length(ids);
        return ids.Select(id => id.ToString()[..length]);
    }

    /// <summary>One that stands alone.</summary>
    public static string Of(Guid id) => id.ToString()[..Ends[0]];
}
