namespace Laptime.Cli.Terminal;

/// <summary>A series of values in one line of blocks.</summary>
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
        double largest = means.Max();
        return string.Concat(means.Select(mean => Levels[(int)Math.Round(mean / largest * (Levels.Length - 1))]));
    }
}
