using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Torch.Weights;

/// <summary>A stretch of a file.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct FilePart(long Offset, long Length);

/// <summary>An entry of an archive, as its directory has it.</summary>
/// <param name="Name">With its directories.</param>
/// <param name="Length">Bytes of its content.</param>
/// <param name="StoredLength">Bytes that it takes in the archive.</param>
/// <param name="IsCompressed">Whether these are fewer, by deflate.</param>
internal readonly record struct ZipEntry(string Name, long Length, long StoredLength, bool IsCompressed);

/// <summary>
/// The directory of a zip archive whose entries are stored, not compressed: what torch.save writes. Tensors are then
/// read in place, which the framework's own reader does not allow.
/// </summary>
/// <remarks>Layout: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3 (zip64).</remarks>
internal sealed class StoredZip
{
    private const int Stored = 0;
    private const int Deflated = 8;
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int CentralLength = 46;
    private const int LocalLength = 30;

    /// <summary>A hundred bytes an entry: far more tensors than any network has.</summary>
    private const long MaximumDirectoryLength = 64 << 20;

    private readonly SafeFileHandle file;
    private readonly long fileLength;
    private readonly Dictionary<string, CentralEntry> entries = [];

    private StoredZip(SafeFileHandle file)
    {
        this.file = file;
        fileLength = RandomAccess.GetLength(file);
    }

    /// <summary>Names of the entries, in the directory's order.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>The entries, in the directory's order.</summary>
    public IEnumerable<ZipEntry> Entries =>
        entries.Select(e => new ZipEntry(e.Key, e.Value.Length, e.Value.StoredLength, e.Value.Method != Stored));

    /// <summary>Reads the directory.</summary>
    /// <exception cref="InvalidDataException">It is no sound archive.</exception>
    public static StoredZip Open(SafeFileHandle file)
    {
        var zip = new StoredZip(file);
        zip.ReadDirectory();
        return zip;
    }

    /// <summary>Where the bytes of an entry are.</summary>
    /// <returns>Null: there is no such entry.</returns>
    /// <exception cref="InvalidDataException">It is compressed, encrypted, or reaches beyond the file.</exception>
    public FilePart? Find(string name)
    {
        if (!entries.TryGetValue(name, out var entry))
        {
            return null;
        }

        if (entry.Method != Stored || entry.IsEncrypted || entry.StoredLength != entry.Length)
        {
            throw new InvalidDataException(
                $"its entry {name} is compressed or encrypted. Save it again with torch.save."
            );
        }

        return Locate(name, entry);
    }

    /// <summary>The content of an entry, unpacked if need be.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="maximumLength">More is refused before it is read.</param>
    /// <exception cref="InvalidDataException">It is missing, too large, encrypted, packed in another way, or damaged.</exception>
    public byte[] Read(string name, long maximumLength)
    {
        if (!entries.TryGetValue(name, out var entry))
        {
            throw new InvalidDataException($"its entry {name} is missing. Download or save it again.");
        }

        if (entry.Length > maximumLength)
        {
            throw new InvalidDataException(
                $"its entry {name} has {entry.Length} bytes, more than the {maximumLength} expected."
            );
        }

        if (entry.IsEncrypted || entry.Method is not (Stored or Deflated))
        {
            throw new InvalidDataException($"its entry {name} is encrypted, or packed as PyTorch does not.");
        }

        var part = Locate(name, entry);
        var stored = new byte[part.Length];
        WeightFile.ReadFully(file, stored, part.Offset);
        return entry.Method == Stored ? stored : Inflate(name, stored, entry.Length);
    }

    private static byte[] Inflate(string name, byte[] stored, long length)
    {
        var content = new byte[length];
        using var inflating = new DeflateStream(new MemoryStream(stored), CompressionMode.Decompress);
        try
        {
            inflating.ReadExactly(content);
            if (inflating.ReadByte() < 0)
            {
                return content;
            }
        }
        catch (EndOfStreamException)
        {
            // It ends early: damaged as well.
        }

        throw new InvalidDataException($"its entry {name} is damaged. Download or save it again.");
    }

    /// <summary>Where the stored bytes of an entry are, packed as they may be.</summary>
    /// <exception cref="InvalidDataException">It reaches beyond the file.</exception>
    public FilePart Locate(string name) => Locate(name, entries[name]);

    private FilePart Locate(string name, CentralEntry entry)
    {
        Span<byte> local = stackalloc byte[LocalLength];
        ReadAt(entry.LocalHeader, local, "PK\x03\x04"u8);
        var offset = entry.LocalHeader + LocalLength + UInt16(local, 26) + UInt16(local, 28);
        return entry.StoredLength <= fileLength - offset
            ? new FilePart(offset, entry.StoredLength)
            : throw new InvalidDataException($"its entry {name} reaches beyond the end. Download or save it again.");
    }

    private void ReadDirectory()
    {
        var (offset, length) = FindDirectory();
        if (length > MaximumDirectoryLength || offset > fileLength - length)
        {
            throw Broken();
        }

        var directory = new byte[length];
        WeightFile.ReadFully(file, directory, offset);
        for (ReadOnlySpan<byte> rest = directory; !rest.IsEmpty; )
        {
            rest = rest[ReadEntry(rest)..];
        }
    }

    private (long Offset, long Length) FindDirectory()
    {
        var tail = new byte[Math.Min(fileLength, EndLength + ushort.MaxValue)];
        WeightFile.ReadFully(file, tail, fileLength - tail.Length);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || tail.Length - end < EndLength)
        {
            throw new InvalidDataException(
                "it is cut short: the directory at its end is missing. Download or save it again."
            );
        }

        var record = tail.AsSpan(end);
        long offset = UInt32(record, 16);
        long length = UInt32(record, 12);
        if (offset != uint.MaxValue && length != uint.MaxValue && UInt16(record, 10) != ushort.MaxValue)
        {
            return (offset, length);
        }

        Span<byte> locator = stackalloc byte[LocatorLength];
        ReadAt(fileLength - tail.Length + end - LocatorLength, locator, "PK\x06\x07"u8);
        Span<byte> large = stackalloc byte[56];
        ReadAt(Int64(locator, 8), large, "PK\x06\x06"u8);
        return (Int64(large, 48), Int64(large, 40));
    }

    /// <summary>Reads the first entry of the rest of the directory.</summary>
    /// <returns>Bytes that the entry takes in the directory.</returns>
    private int ReadEntry(ReadOnlySpan<byte> at)
    {
        if (at.Length < CentralLength || !at.StartsWith("PK\x01\x02"u8))
        {
            throw Broken();
        }

        int nameLength = UInt16(at, 28);
        int extraLength = UInt16(at, 30);
        var total = CentralLength + nameLength + extraLength + UInt16(at, 32);
        if (at.Length < total)
        {
            throw Broken();
        }

        var name = Encoding.UTF8.GetString(at.Slice(CentralLength, nameLength));
        var sizes = new LargeSizes(at.Slice(CentralLength + nameLength, extraLength));
        // The order is that of the zip64 extra field: length, stored length, place.
        var length = sizes.Widen(UInt32(at, 24));
        var storedLength = sizes.Widen(UInt32(at, 20));
        var localHeader = sizes.Widen(UInt32(at, 42));
        var entry = new CentralEntry(UInt16(at, 10), (UInt16(at, 8) & 1) != 0, length, storedLength, localHeader);
        if (!entries.TryAdd(name, entry))
        {
            throw new InvalidDataException($"it has two entries named {name}.");
        }

        return total;
    }

    private void ReadAt(long offset, Span<byte> record, ReadOnlySpan<byte> signature)
    {
        if (offset < 0 || offset > fileLength - record.Length)
        {
            throw Broken();
        }

        WeightFile.ReadFully(file, record, offset);
        if (!record.StartsWith(signature))
        {
            throw Broken();
        }
    }

    private static InvalidDataException Broken() => new("its zip directory is broken. Download or save it again.");

    private static ushort UInt16(ReadOnlySpan<byte> at, int offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(at[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> at, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(at[offset..]);

    private static long Int64(ReadOnlySpan<byte> at, int offset)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(at[offset..]);
        return value >= 0 ? value : throw Broken();
    }

    private readonly record struct CentralEntry(
        ushort Method,
        bool IsEncrypted,
        long Length,
        long StoredLength,
        long LocalHeader
    );

    /// <summary>The zip64 extra field: 64-bit values for those that read 0xFFFFFFFF in the entry.</summary>
    private ref struct LargeSizes
    {
        private ReadOnlySpan<byte> values;

        public LargeSizes(ReadOnlySpan<byte> extra)
        {
            while (extra.Length >= 4)
            {
                var (id, length) = (UInt16(extra, 0), UInt16(extra, 2));
                if (length > extra.Length - 4)
                {
                    throw Broken();
                }

                if (id == 1)
                {
                    values = extra.Slice(4, length);
                    return;
                }

                extra = extra[(4 + length)..];
            }
        }

        public long Widen(uint value)
        {
            if (value != uint.MaxValue)
            {
                return value;
            }

            if (values.Length < 8)
            {
                throw Broken();
            }

            var wide = Int64(values, 0);
            values = values[8..];
            return wide;
        }
    }
}
