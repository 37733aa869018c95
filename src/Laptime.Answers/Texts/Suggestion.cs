namespace Laptime.Answers.Texts;

/// <summary>Guesses what was meant.</summary>
public static class Suggestion
{
    /// <summary>The candidate nearest to the word, if it is near: a third of its letters wrong at most. Null otherwise.</summary>
    public static string? For(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int least = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(word, candidate);
            if (distance < least)
            {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /// <summary>
    /// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other (optimal string
    /// alignment: Damerau 1964, Levenshtein 1966).
    /// </summary>
    public static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Step(i, j);
            }
        }
        return cost[a.Length, b.Length];

        int Step(int i, int j)
        {
            int substituted = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            int best = Math.Min(substituted, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
            bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            return isSwap ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
        }
    }
}
