using System.Buffers.Binary;
using System.Text.Json;
using Laptime.Core.Cases;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Weights;

/// <summary>Writes tensors as a safetensors file, which <see cref="SafetensorsFile"/> and every other program reads.</summary>
/// <remarks>Format and its rules: https://github.com/huggingface/safetensors, section "Format".</remarks>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes the whole file.</summary>
    /// <param name="stream">Where to; not closed.</param>
    /// <param name="tensors">Names, each once, and tensors on any device; they are written row-major, in this order.</param>
    /// <param name="metadata">Texts by name, for the header.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(
        Stream stream,
        IReadOnlyList<(string Name, Tensor Tensor)> tensors,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        byte[] header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        using var grad = GradMode.Off();
        foreach (var (_, tensor) in tensors)
        {
            using var scope = TensorScope.Enter();
            var here = Ops.To(tensor, DeviceName.Cpu, tensor.DType);
            stream.Write(Ops.Contiguous(here).Data<byte>());
        }
    }

    private static byte[] Header(
        IReadOnlyList<(string Name, Tensor Tensor)> tensors,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (name, text) in metadata)
            {
                json.WriteString(name, text);
            }
            json.WriteEndObject();
            long offset = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", Name(tensor.DType));
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape)
                {
                    json.WriteNumberValue(size);
                }
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += tensor.ElementCount * tensor.DType.Size;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Blanks up to the next multiple of eight, so that readers may map the tensors where they lie.
        while (buffer.Length % Alignment != 0)
        {
            buffer.WriteByte((byte)' ');
        }
        return buffer.ToArray();
    }

    private static string Name(DType type) =>
        type switch
        {
            DType.Bool => "BOOL",
            DType.UInt8 => "U8",
            DType.Int8 => "I8",
            DType.Int16 => "I16",
            DType.Int32 => "I32",
            DType.Int64 => "I64",
            DType.Float16 => "F16",
            DType.BFloat16 => "BF16",
            DType.Float32 => "F32",
            DType.Float64 => "F64",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The format has no such element type."),
        };
}
