using System.Buffers.Binary;
using System.Text;

namespace Laptime.Torch.Weights;

/// <summary>Tells from its first bytes what a file is; names are not trusted.</summary>
internal static class WeightFormat
{
    /// <summary>Bytes to look at.</summary>
    public const int HeadLength = 512;

    /// <summary>First pickled object of files that torch.save wrote before version 1.6: 0x1950a86a20f9469cfc6c.</summary>
    public static ReadOnlySpan<byte> LegacyMagic => [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>What can be read.</summary>
    public enum Kind
    {
        Safetensors,
        Zip,
    }

    /// <summary>The kind of a file.</summary>
    /// <exception cref="InvalidDataException">It is something else; the message says what, and the way out.</exception>
    public static Kind Recognize(ReadOnlySpan<byte> head, long length)
    {
        if (length == 0)
        {
            throw new InvalidDataException("it is empty. Download or save it again.");
        }

        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
        {
            return Kind.Zip;
        }

        return LooksLikeSafetensors(head, length) ? Kind.Safetensors : throw new InvalidDataException(Explain(head));
    }

    private static bool LooksLikeSafetensors(ReadOnlySpan<byte> head, long length) =>
        head.Length > 8
        && head[8] == (byte)'{'
        // A length above the limit, or above the file's, still leaves a safetensors file; its reader says what is wrong.
        && BinaryPrimitives.ReadUInt64LittleEndian(head) < 1UL << 40
        && length > 8;

    private static string Explain(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0x80, <= 5, ..] when head.IndexOf(LegacyMagic) is > 0 and < 16 =>
                "it is in PyTorch's format of before 1.6. Convert it in Python: "
                    + "torch.save(torch.load(\"old.pth\", map_location=\"cpu\"), \"new.pth\").",
            [0x80, <= 5, ..] => "it is a bare Python pickle, which only Python could load. "
                + "Save its state dict there: torch.save(model.state_dict(), \"weights.pth\").",
            _ when head.StartsWith("version https://git-lfs"u8) =>
                "it is a Git LFS pointer, not the file itself. Run: git lfs pull.",
            _ when IsMarkup(head) =>
                "it is a web page: the download ended at an error or a login. Download it again and look at the page.",
            [(byte)'{', ..] or [(byte)'[', ..] =>
                "it is JSON text, perhaps a server's error or an index. Download the .safetensors or .pth file itself.",
            [0x1f, 0x8b, ..] => "it is compressed with gzip. Run: gunzip.",
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] =>
                "it is an HDF5 file, as Keras writes. Export the weights as safetensors.",
            [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] =>
                "it is a GGUF file of quantized weights. Download the original .safetensors file.",
            // ONNX is a protocol buffer: field 1 (ir_version), then field 2 (producer), 7 (graph) or 8 (opset).
            [0x08, <= 0x20, 0x12 or 0x3a or 0x42, ..] =>
                "it is an ONNX model. Save the state dict of the network that it was exported from: "
                    + "torch.save(model.state_dict(), \"weights.pth\").",
            _ => $"it begins with {Convert.ToHexString(head[..Math.Min(8, head.Length)])}, "
                + "which is neither safetensors nor a PyTorch file (.pth, .pt). Download or save it again.",
        };

    /// <summary>Whether it is HTML or XML.</summary>
    public static bool IsMarkup(ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
    }
}
