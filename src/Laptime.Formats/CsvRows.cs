using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Laptime.Formats;

/// <summary>Rows of CSV as every export writes them: RFC 4180 with <c>\n</c>, figures without a culture.</summary>
internal static class CsvRows
{
    /// <summary>A writer in front of <paramref name="writer"/>, which stays open.</summary>
    /// <remarks>A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).</remarks>
    public static CsvWriter Open(TextWriter writer)
    {
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture)
        {
            NewLine = "\n",
            InjectionOptions = InjectionOptions.Escape,
        };
        return new CsvWriter(writer, configuration, leaveOpen: true);
    }

    /// <summary>A figure.</summary>
    public static string Text(IFormattable value) => value.ToString(format: null, CultureInfo.InvariantCulture);

    /// <summary>Writes a row; null is an empty cell.</summary>
    public static void WriteRow(CsvWriter csv, string?[] cells)
    {
        foreach (string? cell in cells)
        {
            csv.WriteField(cell);
        }
        csv.NextRecord();
    }
}
