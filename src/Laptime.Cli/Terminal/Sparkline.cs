namespace Laptime.Cli.Terminal;

/// <summary>A curve in a line of text: eighths of a block, the lowest value one eighth high, the highest a whole.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>One character for each of the last values.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="width">Characters at most.</param>
    public static string Draw(IReadOnlyList<double> values, int width)
    {
        double[] last = [.. values.TakeLast(width)];
        if (last.Length == 0)
        {
            return "";
        }
        double low = last.Min();
        double range = last.Max() - low;
        return string.Concat(
            last.Select(value => Blocks[range > 0 ? (int)Math.Round((value - low) / range * (Blocks.Length - 1)) : 0])
        );
    }
}
