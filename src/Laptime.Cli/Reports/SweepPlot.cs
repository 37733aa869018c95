using System.Globalization;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Reports;

/// <summary>
/// A sweep in the terminal: a letter for each measured point, Braille dots for intervals, for the way from point to point
/// and for batches that were tried; letters alone where the terminal does not speak UTF-8.
/// </summary>
internal sealed class SweepPlot(SweepChart chart, int width, int height, bool isPlain)
{
    private const int Gutter = 9;
    private const int DotsX = 2;
    private const int DotsY = 4;

    private readonly int columns = width - Gutter - 2;

    /// <summary>Writes the picture and what its letters mean.</summary>
    public void Write(Screen screen)
    {
        char[,] cells = Draw();
        Dictionary<int, string> labels = [];
        foreach (double tick in chart.RateTicks)
        {
            labels.TryAdd(Row(tick), Number(tick));
        }
        screen.Results.WriteLine(screen.Ink.Write(chart.RateTitle.PadLeft(Gutter), Style.Dim));
        for (int row = 0; row < height; row++)
        {
            string label = labels.GetValueOrDefault(row, "").PadLeft(Gutter - 1);
            string line = string.Concat(Enumerable.Range(0, columns).Select(x => cells[row, x])).TrimEnd();
            screen.Results.WriteLine($"{screen.Ink.Write($"{label} {(isPlain ? '|' : '│')}", Style.Dim)}{line}");
        }
        WriteAxis(screen);
        WriteLegend(screen);
    }

    /// <summary>Letter of a series.</summary>
    public static char Letter(int series) => (char)('a' + (series % 26));

    private char[,] Draw()
    {
        char[,] cells = new char[height, columns];
        int[,] dots = new int[height, columns];
        foreach (SweepSeries series in chart.Series)
        {
            SweepPoint[] way = [.. series.Points.Concat(series.Tried).OrderBy(point => point.X)];
            foreach (SweepPoint point in way)
            {
                double half = point.HalfWidth ?? 0;
                Join(dots, point.X, point.Rate - half, point.X, point.Rate + half);
            }
            foreach ((SweepPoint from, SweepPoint to) in way.Zip(way.Skip(1)))
            {
                Join(dots, from.X, from.Rate, to.X, to.Rate);
            }
        }
        for (int i = 0; i < chart.Series.Length; i++)
        {
            foreach (SweepPoint point in chart.Series[i].Points)
            {
                int column = Math.Min(columns - 1, (int)Math.Round(point.X * (columns - 1)));
                // Where two fall on one spot the second moves aside.
                while (cells[Row(point.Rate), column] != default && column < columns - 1)
                {
                    column++;
                }
                cells[Row(point.Rate), column] = Letter(i);
            }
        }
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (cells[row, column] == default)
                {
                    cells[row, column] = isPlain || dots[row, column] == 0 ? ' ' : (char)(0x2800 + dots[row, column]);
                }
            }
        }
        return cells;
    }

    private void Join(int[,] dots, double x1, double rate1, double x2, double rate2)
    {
        (double X, double Y) from = (x1 * (columns * DotsX - 1), Height(rate1) * (height * DotsY - 1));
        (double X, double Y) to = (x2 * (columns * DotsX - 1), Height(rate2) * (height * DotsY - 1));
        int steps = (int)Math.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (int i = 0; i <= steps; i++)
        {
            double part = steps == 0 ? 0 : i / (double)steps;
            int x = (int)Math.Round(from.X + (part * (to.X - from.X)));
            int y = (height * DotsY - 1) - (int)Math.Round(from.Y + (part * (to.Y - from.Y)));
            dots[y / DotsY, x / DotsX] |= Dot(x % DotsX, y % DotsY);
        }
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

    private double Height(double rate) => Math.Clamp(rate / chart.Top, 0, 1);

    private int Row(double rate) => (height - 1) - (int)Math.Round(Height(rate) * (height - 1));

    private void WriteAxis(Screen screen)
    {
        string indent = new(' ', Gutter);
        screen.Results.WriteLine(
            screen.Ink.Write($"{indent}{(isPlain ? '+' : '└')}{new string(isPlain ? '-' : '─', columns)}", Style.Dim)
        );
        char[] line = new string(' ', columns + 1).ToCharArray();
        int end = 0;
        foreach ((double x, string label) in chart.Ticks)
        {
            int start = Math.Max(0, 1 + (int)Math.Round(x * (columns - 1)) - (label.Length / 2));
            if (start >= end && start + label.Length <= line.Length)
            {
                label.CopyTo(line.AsSpan(start));
                end = start + label.Length + 1;
            }
        }
        screen.Results.WriteLine(screen.Ink.Write($"{indent}{new string(line).TrimEnd()}", Style.Dim));
    }

    private void WriteLegend(Screen screen)
    {
        string letters = string.Join(
            "   ",
            chart.Series.Select((series, i) => $"{Letter(i)} {series.Label}".TrimEnd())
        );
        string text = chart.Series is [{ Label: "" }]
            ? $"over the {chart.AxisTitle}"
            : $"over the {chart.AxisTitle}: {letters}";
        foreach (string line in Prose.Wrap(text, width - Gutter - 1))
        {
            screen.Results.WriteLine(screen.Ink.Write($"{new string(' ', Gutter + 1)}{line}", Style.Dim));
        }
    }

    private static string Number(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
