using Laptime.Answers.Charts;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Reports;

/// <summary>A point of the picture.</summary>
/// <param name="Seconds">Time; above zero.</param>
/// <param name="Usd">Cost; zero for what is free.</param>
/// <param name="Label">Letter of a member of the frontier; null: beaten.</param>
internal readonly record struct PlotPoint(double Seconds, double Usd, string? Label);

/// <summary>
/// Time over cost on logarithmic axes, in Braille dots (Unicode 2800 to 28FF: two by four dots a character), or in plain
/// characters where the terminal does not speak UTF-8. What is free has no logarithm: it stands in a column of its own.
/// </summary>
internal sealed class FrontierPlot(IReadOnlyList<PlotPoint> points, int width, int height, bool isPlain)
{
    private const int Gutter = 10;
    private const int FreeColumn = 4;
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Whether the locale says that the terminal does not understand UTF-8.</summary>
    public static bool NeedsPlainText(Func<string, string?> environment)
    {
        string? locale = LocaleVariables.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return locale is not null && !locale.Contains("UTF", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Writes the picture; nothing where there are no points.</summary>
    public void Write(Screen screen)
    {
        if (points.Count == 0)
        {
            return;
        }
        bool hasFree = points.Any(point => point.Usd <= 0);
        int columns = width - Gutter - 2 - (hasFree ? FreeColumn : 0);
        LogAxis time = LogAxis.Over(points.Select(point => point.Seconds));
        LogAxis cost = LogAxis.Over(points.Where(point => point.Usd > 0).Select(point => point.Usd));
        char[,] cells = Draw(columns, hasFree ? FreeColumn : 0, time, cost);
        Dictionary<int, string> ticks = [];
        foreach (double tick in time.TimeTicks)
        {
            int row = (height - 1) - (int)Math.Round(time.Position(tick) * (height - 1));
            ticks.TryAdd(row, AxisText.Time(tick));
        }
        string vertical = isPlain ? "|" : "│";
        for (int row = 0; row < height; row++)
        {
            string label = ticks.GetValueOrDefault(row, "").PadLeft(Gutter - 1);
            string line = string.Concat(Enumerable.Range(0, cells.GetLength(1)).Select(x => cells[row, x])).TrimEnd();
            screen.Results.WriteLine(
                $"{screen.Ink.Write(label, Style.Dim)} {screen.Ink.Write(vertical, Style.Dim)}{line}"
            );
        }
        WriteCostAxis(cost, columns, hasFree, screen);
    }

    private char[,] Draw(int columns, int offset, LogAxis time, LogAxis cost)
    {
        int dotsX = isPlain ? 1 : 2;
        int dotsY = isPlain ? 1 : 4;
        int[,] dots = new int[height, columns + offset];
        char[,] cells = new char[height, columns + offset];
        foreach (PlotPoint point in points)
        {
            int y = (height * dotsY - 1) - (int)Math.Round(time.Position(point.Seconds) * (height * dotsY - 1));
            int x =
                point.Usd > 0
                    ? (offset * dotsX) + (int)Math.Round(cost.Position(point.Usd) * (columns * dotsX - 1))
                    : dotsX;
            (int row, int column) = (y / dotsY, x / dotsX);
            if (point.Label is { } label)
            {
                // Where two members fall on one spot the second moves aside.
                while (cells[row, column] != default && column < columns + offset - 1)
                {
                    column++;
                }
                cells[row, column] = label[0];
                continue;
            }
            dots[row, column] |= isPlain ? 1 : Dot(x % 2, y % 4);
        }
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < columns + offset; column++)
            {
                if (cells[row, column] == default)
                {
                    cells[row, column] =
                        dots[row, column] == 0 ? ' '
                        : isPlain ? '.'
                        : (char)(0x2800 + dots[row, column]);
                }
            }
        }
        return cells;
    }

    // The dots of a Braille character are numbered down the columns, with the lowest row last.
    private static int Dot(int x, int y) =>
        (x, y) switch
        {
            (0, 3) => 0x40,
            (1, 3) => 0x80,
            (0, _) => 1 << y,
            _ => 8 << y,
        };

    private void WriteCostAxis(LogAxis cost, int columns, bool hasFree, Screen screen)
    {
        int offset = hasFree ? FreeColumn : 0;
        string indent = new(' ', Gutter);
        string line = new(isPlain ? '-' : '─', columns + offset);
        screen.Results.WriteLine(screen.Ink.Write($"{indent}{(isPlain ? '+' : '└')}{line}", Style.Dim));
        char[] labels = new string(' ', columns + offset + 1).ToCharArray();
        if (hasFree)
        {
            "free".CopyTo(labels.AsSpan(0));
        }
        int end = hasFree ? 5 : 0;
        foreach (double tick in points.Any(point => point.Usd > 0) ? cost.Ticks : [])
        {
            string text = AxisText.Cost(tick);
            int start = offset + 1 + (int)Math.Round(cost.Position(tick) * (columns - 1)) - (text.Length / 2);
            if (start >= end && start + text.Length <= labels.Length)
            {
                text.CopyTo(labels.AsSpan(start));
                end = start + text.Length + 2;
            }
        }
        screen.Results.WriteLine(screen.Ink.Write($"{indent}{new string(labels).TrimEnd()}", Style.Dim));
    }
}
