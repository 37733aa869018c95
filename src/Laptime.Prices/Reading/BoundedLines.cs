namespace Laptime.Prices.Reading;

/// <summary>Text that refuses lines no table has: a parser would gather them in memory whole.</summary>
internal sealed class BoundedLines(TextReader inner) : TextReader
{
    /// <summary>Characters that a line may have.</summary>
    public const int Longest = 1024 * 1024;

    private int length;
    private int line = 1;

    /// <summary>Reads a block.</summary>
    /// <exception cref="CatalogException">A line is too long, or there are bytes that no text has.</exception>
    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, count);
        var rest = buffer.AsSpan(index, read);
        if (rest.Contains('\0'))
        {
            throw new CatalogException($"Line {line} holds bytes that no text has; this is no price list.");
        }
        for (var end = rest.IndexOf('\n'); end >= 0; end = rest.IndexOf('\n'))
        {
            rest = rest[(end + 1)..];
            length = 0;
            line++;
        }
        length += rest.Length;
        return length <= Longest
            ? read
            : throw new CatalogException($"Line {line} is longer than {Longest / 1024} KiB; this is no price list.");
    }

    public override int Read() => throw new NotSupportedException("Only blocks are read.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
