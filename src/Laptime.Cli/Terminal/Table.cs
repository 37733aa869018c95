namespace Laptime.Cli.Terminal;

/// <summary>Text in a table.</summary>
/// <param name="Text">One line; empty where there is nothing to show.</param>
/// <param name="Style">How it stands out on a terminal.</param>
internal readonly record struct Cell(string Text, Style Style = Style.Plain)
{
    public static implicit operator Cell(string? text) => new(text ?? "");
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Heading.</param>
/// <param name="IsNumber">Whether its cells line up on the right.</param>
/// <param name="Wraps">Whether its cells may be broken between words when the table is too wide.</param>
/// <param name="Breaks">Whether words that are longer than the column may be broken too; counts only where it wraps.</param>
internal sealed record Column(string Title, bool IsNumber = false, bool Wraps = false, bool Breaks = false);

/// <summary>A table without frames: headings, a rule, rows. Reads well at 80 columns, in a pipe and in a mail.</summary>
internal sealed class Table(params Column[] columns)
{
    private const string Gap = "  ";
    private const int NarrowestWrap = 8;

    private readonly List<Cell[]> rows = [];

    /// <summary>Whether it has no rows.</summary>
    public bool IsEmpty => rows.Count == 0;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">As many as there are columns.</param>
    public void Add(params Cell[] cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new ArgumentException(
                $"The table has {columns.Length} columns, the row {cells.Length}.",
                nameof(cells)
            );
        }
        rows.Add([.. cells.Select(cell => cell with { Text = Prose.Printable(cell.Text) })]);
    }

    /// <summary>Writes the table, no wider than the screen where columns that may wrap allow it.</summary>
    public void Write(Screen screen) => Write(screen.Results, screen.Ink, screen.Width);

    /// <summary>Writes the table, no wider than <paramref name="width"/> where columns that may wrap allow it.</summary>
    public void Write(TextWriter writer, Ink ink, int width)
    {
        int[] widths = Fit(width);
        if (columns.Any(column => column.Title.Length > 0))
        {
            WriteRow(writer, ink, widths, [.. columns.Select(column => new Cell(column.Title, Style.Bold))]);
            WriteRow(writer, ink, widths, [.. widths.Select(length => new Cell(new string('─', length), Style.Dim))]);
        }
        foreach (Cell[] row in rows)
        {
            WriteRow(writer, ink, widths, row);
        }
    }

    private int[] Fit(int width)
    {
        int[] widths = new int[columns.Length];
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = columns[i].Title.Length;
            foreach (Cell[] row in rows)
            {
                widths[i] = Math.Max(widths[i], row[i].Text.Length);
            }
        }
        int excess = Gap.Length * (widths.Length - 1) - width;
        foreach (int columnWidth in widths)
        {
            excess += columnWidth;
        }
        // The widest gives way first, down to the next widest.
        while (excess > 0 && Widest(widths) is int column)
        {
            widths[column]--;
            excess--;
        }
        return widths;
    }

    private int? Widest(int[] widths)
    {
        int? widest = null;
        for (int i = 0; i < widths.Length; i++)
        {
            if (columns[i].Wraps && widths[i] > NarrowestWrap && (widest is null || widths[i] > widths[widest.Value]))
            {
                widest = i;
            }
        }
        return widest;
    }

    private void WriteRow(TextWriter writer, Ink ink, int[] widths, Cell[] cells)
    {
        List<string>[] lines = new List<string>[cells.Length];
        int height = 1;
        for (int i = 0; i < cells.Length; i++)
        {
            lines[i] =
                columns[i].Breaks && columns[i].Wraps ? Prose.Break(cells[i].Text, widths[i])
                : columns[i].Wraps ? Prose.Wrap(cells[i].Text, widths[i])
                : [cells[i].Text];
            height = Math.Max(height, lines[i].Count);
        }
        for (int line = 0; line < height; line++)
        {
            int pending = 0;
            for (int i = 0; i < cells.Length; i++)
            {
                string text = line < lines[i].Count ? lines[i][line] : "";
                int padding = widths[i] - text.Length;
                int before = pending + (columns[i].IsNumber ? padding : 0);
                // Blanks are written only before text: no line ends in one.
                if (text.Length > 0)
                {
                    writer.Write(new string(' ', Math.Max(0, before)));
                    writer.Write(ink.Write(text, cells[i].Style));
                    pending = columns[i].IsNumber ? 0 : padding;
                }
                else
                {
                    pending += widths[i];
                }
                pending += Gap.Length;
            }
            writer.WriteLine();
        }
    }
}
