using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Torch.Weights;

/// <summary>A safetensors file: 8 bytes of header length, a JSON header, then the tensors without gaps.</summary>
/// <remarks>Format and its rules: https://github.com/huggingface/safetensors, section "Format".</remarks>
public sealed class SafetensorsFile : WeightFile
{
    /// <summary>The format's own limit on its header.</summary>
    private const long MaximumHeaderLength = 100_000_000;

    private readonly Dictionary<string, long> offsets;

    private SafetensorsFile(
        string path,
        SafeFileHandle handle,
        List<WeightEntry> entries,
        Dictionary<string, long> offsets,
        IReadOnlyDictionary<string, string> metadata
    )
        : base(path, handle)
    {
        Entries = entries;
        Metadata = metadata;
        this.offsets = offsets;
    }

    /// <inheritdoc />
    public override IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Texts that the file's writer left in the header, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads the header; the tensors stay where they are.</summary>
    /// <exception cref="InvalidDataException">The header breaks the format's rules.</exception>
    internal static SafetensorsFile Read(string path, SafeFileHandle handle)
    {
        Span<byte> prefix = stackalloc byte[8];
        ReadFully(handle, prefix, 0);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var fileLength = RandomAccess.GetLength(handle);
        if (headerLength > MaximumHeaderLength)
        {
            throw new InvalidDataException(
                $"its header claims {headerLength} bytes, above the format's limit of 100 MB."
            );
        }

        if ((long)headerLength > fileLength - 8)
        {
            throw new InvalidDataException("it is cut short within its header. Download or save it again.");
        }

        var header = new byte[headerLength];
        ReadFully(handle, header, 8);
        var dataStart = 8 + (long)headerLength;
        var tensors = SafetensorsHeader.Parse(header, fileLength - dataStart);
        return new SafetensorsFile(
            path,
            handle,
            [.. tensors.Select(t => t.Entry)],
            tensors.ToDictionary(t => t.Entry.Name, t => dataStart + t.Begin),
            SafetensorsHeader.ReadMetadata(header)
        );
    }

    private protected override void ReadEntry(WeightEntry entry, SafeFileHandle file, Span<byte> destination)
    {
        if (!offsets.TryGetValue(entry.Name, out var offset))
        {
            throw NotOfThisFile(entry);
        }

        ReadFully(file, destination, offset);
    }
}

/// <summary>The JSON header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    /// <summary>A tensor and where its bytes begin, counted from the end of the header.</summary>
    public readonly record struct Tensor(WeightEntry Entry, long Begin, long End);

    /// <summary>Reads and checks it.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">Bytes after it.</param>
    /// <returns>The tensors in the order of their bytes.</returns>
    /// <exception cref="InvalidDataException">It breaks the format's rules.</exception>
    public static IReadOnlyList<Tensor> Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        List<Tensor> tensors;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            tensors =
            [
                .. document
                    .RootElement.EnumerateObject()
                    .Where(p => !p.NameEquals("__metadata__"))
                    .Select(p => ParseTensor(p.Name, p.Value)),
            ];
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"its header is not what the format prescribes: {e.Message}", e);
        }

        tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckLayout(tensors, dataLength);
        return tensors;
    }

    /// <summary>The texts of a header that <see cref="Parse"/> has found right; others than texts are left out.</summary>
    public static IReadOnlyDictionary<string, string> ReadMetadata(ReadOnlyMemory<byte> json)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        if (
            document.RootElement.TryGetProperty("__metadata__", out var metadata)
            && metadata.ValueKind == JsonValueKind.Object
        )
        {
            foreach (var property in metadata.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String))
            {
                texts[property.Name] = property.Value.GetString()!;
            }
        }
        return texts;
    }

    private static Tensor ParseTensor(string name, JsonElement value)
    {
        var shape = value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets is not [>= 0 and var begin, var end] || end < begin)
        {
            throw new InvalidDataException($"tensor {name} has data_offsets that are no range.");
        }

        var type = ParseType(name, value.GetProperty("dtype").GetString());
        if (
            WeightEntry.CountElements(shape) is not { } count
            || count > long.MaxValue / type.Size
            || count * type.Size != end - begin
        )
        {
            throw new InvalidDataException(
                $"tensor {name} has {end - begin} bytes, which is not what {type} [{string.Join(", ", shape)}] needs."
            );
        }

        return new Tensor(new WeightEntry(name, type, [.. shape]), begin, end);
    }

    private static void CheckLayout(List<Tensor> tensors, long dataLength)
    {
        var position = 0L;
        foreach (var tensor in tensors)
        {
            if (tensor.Begin != position)
            {
                throw new InvalidDataException(
                    $"tensor {tensor.Entry.Name} overlaps another, or leaves a gap before it."
                );
            }

            position = tensor.End;
        }

        if (position != dataLength)
        {
            throw new InvalidDataException(
                $"its tensors take {position} bytes and {dataLength} are there. Download or save it again."
            );
        }
    }

    private static DType ParseType(string name, string? type) =>
        type switch
        {
            "BOOL" => DType.Bool,
            "U8" => DType.UInt8,
            "I8" => DType.Int8,
            "U16" => DType.UInt16,
            "I16" => DType.Int16,
            "U32" => DType.UInt32,
            "I32" => DType.Int32,
            "U64" => DType.UInt64,
            "I64" => DType.Int64,
            "F8_E5M2" => DType.Float8E5M2,
            "F8_E4M3" => DType.Float8E4M3Fn,
            "F16" => DType.Float16,
            "BF16" => DType.BFloat16,
            "F32" => DType.Float32,
            "F64" => DType.Float64,
            "C64" => DType.Complex64,
            _ => throw new InvalidDataException($"tensor {name} has element type {type}, which is not supported."),
        };
}
