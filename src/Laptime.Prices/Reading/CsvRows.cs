using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Laptime.Prices.Reading;

/// <summary>
/// Rows of a CSV with a header, one at a time and by the names of their columns, whatever their order. A field, a line
/// and so the memory used are bounded, however large the file is.
/// </summary>
internal sealed class CsvRows : IDisposable
{
    /// <summary>Characters that a field may have; the longest of all feeds known have a few hundred.</summary>
    public const int LongestField = 32 * 1024;

    private readonly CsvParser parser;
    private readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the header.</summary>
    /// <param name="reader">The file; closed with this object.</param>
    /// <exception cref="CatalogException">There is no header, or something in it is not CSV.</exception>
    public CsvRows(TextReader reader)
    {
        parser = new CsvParser(
            new BoundedLines(reader),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                MaxFieldSize = LongestField,
                BadDataFound = null,
                CacheFields = true,
                BufferSize = 64 * 1024,
                ProcessFieldBufferSize = 4 * 1024,
            }
        );
        if (!Read())
        {
            throw new CatalogException("The file is empty.");
        }
        Header = [.. Enumerable.Range(0, parser.Count).Select(i => parser[i].Trim().TrimStart('\uFEFF'))];
        for (var i = 0; i < Header.Length; i++)
        {
            columns.TryAdd(Header[i], i);
        }
    }

    /// <summary>Names of the columns.</summary>
    public string[] Header { get; }

    /// <summary>Line of the file on which the current row ends.</summary>
    public int Line => parser.RawRow;

    /// <summary>Fields of the current row.</summary>
    public int Count => parser.Count;

    /// <summary>Whether there is a column of this name; case counts not.</summary>
    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>Position of a column; -1 if there is none, which reads as an empty field.</summary>
    public int Find(string column) => columns.GetValueOrDefault(column, -1);

    /// <summary>A field of the current row without blanks around it; empty if the row or the file has none.</summary>
    public string this[int column]
    {
        get
        {
            if (column < 0 || column >= parser.Count)
            {
                return "";
            }
            var text = parser[column];
            return text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])) ? text.Trim() : text;
        }
    }

    /// <summary>A field by the name of its column.</summary>
    public string this[string column] => this[Find(column)];

    /// <summary>Goes to the next row that is not blank; false at the end.</summary>
    /// <exception cref="CatalogException">What follows is not CSV.</exception>
    public bool Read()
    {
        try
        {
            return parser.Read();
        }
        catch (CsvHelperException e)
        {
            throw new CatalogException(
                $"Line {parser.RawRow} holds a field of more than {LongestField / 1024} KiB; this is no price list.",
                e
            );
        }
    }

    /// <inheritdoc />
    public void Dispose() => parser.Dispose();
}
