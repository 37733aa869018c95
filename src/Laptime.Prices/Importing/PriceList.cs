using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Importing;

/// <summary>A file of prices, opened: either JSON or a table. Tables are read row by row, JSON whole and so up to a limit.</summary>
internal sealed class PriceList : IDisposable
{
    /// <summary>Bytes that JSON or a packed table may have.</summary>
    public const int LargestWhole = 128 * 1024 * 1024;

    private readonly JsonDocument? document;

    private PriceList(CsvRows? rows, JsonDocument? document)
    {
        Rows = rows;
        this.document = document;
    }

    /// <summary>The table; null for JSON.</summary>
    public CsvRows? Rows { get; }

    /// <summary>The root; null for a table.</summary>
    public JsonElement? Json => document?.RootElement;

    /// <summary>Opens a list. Everything is judged by its first bytes.</summary>
    /// <param name="stream">The file, which stays open.</param>
    /// <exception cref="CatalogException">It is neither JSON nor a table.</exception>
    public static PriceList Open(Stream stream) => Open(stream, mayUnpack: true);

    /// <summary>Opens a list; an archive within an archive is none.</summary>
    private static PriceList Open(Stream stream, bool mayUnpack)
    {
        BufferedStream buffered = new(stream, 64 * 1024);
        var start = ReadStart(buffered);
        if (mayUnpack && start is [(byte)'P', (byte)'K', 3, 4, ..])
        {
            return Open(Unpack(new PrefixedStream(start, buffered)), mayUnpack: false);
        }
        PrefixedStream whole = new(start, buffered);
        var first = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (first.Length == 0)
        {
            throw new CatalogException("The file is empty.");
        }
        if (start.AsSpan().Contains((byte)0) && start is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
        {
            throw new CatalogException("This is no text; it takes price lists as CSV or JSON.");
        }
        return first[0] is '{' or '['
            ? new PriceList(null, ReadJson(whole))
            : new PriceList(
                new CsvRows(new StreamReader(whole, Encoding.UTF8, detectEncodingFromByteOrderMarks: true)),
                null
            );
    }

    /// <summary>Whether it is a table with all these columns.</summary>
    public bool HasColumns(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            if (Rows?.Has(column) != true)
            {
                return false;
            }
        }
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Rows?.Dispose();
        document?.Dispose();
    }

    private static byte[] ReadStart(Stream stream)
    {
        var buffer = new byte[4096];
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..read];
    }

    private static JsonDocument ReadJson(Stream stream)
    {
        try
        {
            return JsonDocument.Parse(ReadWhole(stream));
        }
        catch (JsonException e)
        {
            throw new CatalogException(
                $"This begins like JSON and is not: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.",
                e
            );
        }
    }

    private static MemoryStream Unpack(Stream stream)
    {
        try
        {
            using ZipArchive archive = new(ReadWhole(stream));
            if (archive.Entries is not [var only])
            {
                throw new CatalogException(
                    $"The archive holds {archive.Entries.Count} files; unpack it and import one of them."
                );
            }
            using var content = only.Open();
            return ReadWhole(content);
        }
        catch (InvalidDataException e)
        {
            throw new CatalogException("This begins like a ZIP archive and is none.", e);
        }
    }

    private static MemoryStream ReadWhole(Stream stream)
    {
        MemoryStream whole = new();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0; )
        {
            if (whole.Length + read > LargestWhole)
            {
                throw new CatalogException(
                    $"The file is larger than {LargestWhole / 1024 / 1024} MiB, the most that JSON and archives may have; ask the feed for a part of it."
                );
            }
            whole.Write(buffer, 0, read);
        }
        whole.Position = 0;
        return whole;
    }
}
