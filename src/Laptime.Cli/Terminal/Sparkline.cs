namespace Laptime.Cli.Terminal;

/// <summary>A curve in a line of text, in eighths of a block.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// The values from zero to the largest in at most <paramref name="width"/> characters, each the mean of as many
    /// values; empty for fewer than two or where all are zero.
    /// </summary>
    public static string Draw(IReadOnlyList<double> values, int width)
    {
        if (values.Count < 2 || values.Max() <= 0)
        {
            return "";
        }
        int count = Math.Min(width, values.Count);
        double[] means = new double[count];
        for (int i = 0; i < count; i++)
        {
            int from = (int)((long)i * values.Count / count);
            int to = (int)((long)(i + 1) * values.Count / count);
            means[i] = values.Skip(from).Take(to - from).Average();
        }
        return Draw(means, 0, means.Max());
    }

    /// <summary>The last values, one character for each, from the lowest of them to the highest.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="width">Characters at most.</param>
    public static string DrawLast(IReadOnlyList<double> values, int width)
    {
        double[] last = [.. values.TakeLast(width)];
        return last.Length == 0 ? "" : Draw(last, last.Min(), last.Max());
    }

    private static string Draw(double[] values, double low, double high) =>
        string.Concat(
            values.Select(value =>
                Levels[high > low ? (int)Math.Round((value - low) / (high - low) * (Levels.Length - 1)) : 0]
            )
        );
}
