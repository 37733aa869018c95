using Laptime.Torch.Weights;

namespace Laptime.Torch.Script;

/// <summary>Tells files apart that people take for TorchScript programs, and says how to make one.</summary>
internal static class ScriptFormat
{
    /// <summary>How a program is made where the network is.</summary>
    public const string Export = "In Python, where the network is: torch.jit.script(model.eval()).save(\"model.pt\").";

    /// <summary>The same where only weights are at hand.</summary>
    public const string ExportWithWeights =
        "In Python, with the network's code: model.load_state_dict(…); torch.jit.script(model.eval()).save(\"model.pt\").";

    private const string Again = "Download or save it again.";

    /// <summary>What a file is, by its first bytes, if it is no archive; null for an archive.</summary>
    public static string? WhyNot(ReadOnlySpan<byte> head) =>
        head switch
        {
            [] => $"it is empty. {Again}",
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => null,
            [0x80, <= 5, ..] when head.IndexOf(WeightFormat.LegacyMagic) is > 0 and < 16 =>
                "it is in PyTorch's format of before 1.6, weights or a pickled network. "
                    + "In Python, with the network's code: torch.load it, then torch.jit.script(model.eval()).save(\"model.pt\").",
            [0x80, <= 5, ..] => $"it is a bare Python pickle, which only Python could load. {Export}",
            _ when head.StartsWith("version https://git-lfs"u8) =>
                "it is a Git LFS pointer, not the file itself. Run: git lfs pull.",
            _ when WeightFormat.IsMarkup(head) =>
                "it is a web page: the download ended at an error or a login. Download it again and look at the page.",
            [_, _, _, _, _, _, _, _, (byte)'{', ..] =>
                $"it is a safetensors file, weights without a network. {ExportWithWeights}",
            [(byte)'{', ..] or [(byte)'[', ..] =>
                "it is JSON text, perhaps a server's error. Download the file itself.",
            [0x1f, 0x8b, ..] => "it is compressed with gzip. Run: gunzip.",
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] =>
                "it is an HDF5 file, as Keras and TensorFlow write; libtorch cannot run it. "
                    + "Measure its training as it is: laptime run -- python train.py.",
            [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] =>
                $"it is a GGUF file of quantized weights. {ExportWithWeights}",
            [_, _, _, _, (byte)'T', (byte)'F', (byte)'L', (byte)'3', ..] =>
                "it is a TensorFlow Lite model; libtorch cannot run it. Measure it as it is: laptime run -- COMMAND.",
            // Protocol buffers: a SavedModel begins with its schema's version, 1, an ONNX model with ir_version, 3 and more,
            // then field 2 (producer), 7 (graph) or 8 (opset).
            [0x08, 0x01, 0x12, ..] =>
                "it is a TensorFlow SavedModel; libtorch cannot run it. Measure it as it is: laptime run -- COMMAND.",
            [0x08, <= 0x20, 0x12 or 0x3a or 0x42, ..] =>
                $"it is an ONNX model, for which libtorch has no reader. Take the network that it was exported from. {Export}",
            _ =>
                $"it begins with {Convert.ToHexString(head[..Math.Min(8, head.Length)])}, which no PyTorch file does. {Export}",
        };

    /// <summary>What a directory is that was given for a file.</summary>
    public static string ExplainDirectory(string path) =>
        File.Exists(System.IO.Path.Combine(path, "saved_model.pb"))
            ? $"{path} is a TensorFlow SavedModel; libtorch cannot run it. Measure it as it is: laptime run -- COMMAND."
        : File.Exists(System.IO.Path.Combine(path, "config.json"))
            ? $"{path} is a directory of weights and settings, as Hugging Face saves them. In Python: "
                + "torch.jit.trace(model.eval(), example).save(\"model.pt\") of the model loaded with torchscript=True."
        : $"{path} is a directory; give the file of a TorchScript program. {Export}";
}
