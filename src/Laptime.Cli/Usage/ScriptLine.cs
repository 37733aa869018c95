namespace Laptime.Cli.Usage;

/// <summary>Finds the file of a program on the command line: <c>laptime run model.pt --input 1x3x224x224</c>.</summary>
internal static class ScriptLine
{
    private const string Input = "--input";

    /// <summary>Files that are run, or are taken for one that can be: what they are instead is then said.</summary>
    private static readonly string[] Extensions =
    [
        ".pt",
        ".pth",
        ".ts",
        ".jit",
        ".torchscript",
        ".ptl",
        ".pt2",
        ".ckpt",
        ".onnx",
        ".safetensors",
        ".gguf",
        ".h5",
        ".hdf5",
        ".keras",
        ".tflite",
        ".pb",
    ];

    /// <summary>Options that take no value, so that what follows them may be the file.</summary>
    private static readonly string[] Flags = ["--train", "--json", "--dry-run", "--force", "--verbose", "--help", "-h"];

    /// <summary>Puts the name of the command between <c>run</c> and its arguments where a file is to be run.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="name">Name of the command.</param>
    /// <param name="words">Words that have a meaning of their own behind <c>run</c>.</param>
    public static string[] Expand(string[] args, string name, IEnumerable<string> words)
    {
        if (args is not ["run", .. var rest] || rest.Contains("--", StringComparer.Ordinal))
        {
            return args;
        }
        string? word = FirstWord(rest);
        bool isFile = word is not null && !words.Contains(word, StringComparer.Ordinal) && LooksLikeFile(word);
        bool hasInput =
            (word is null || !words.Contains(word, StringComparer.Ordinal))
            && rest.Any(arg => arg == Input || arg.StartsWith(Input + "=", StringComparison.Ordinal));
        return isFile || hasInput ? ["run", name, .. rest] : args;
    }

    private static bool LooksLikeFile(string word) =>
        Extensions.Contains(Path.GetExtension(word), StringComparer.OrdinalIgnoreCase)
        || File.Exists(word)
        || Directory.Exists(word);

    private static string? FirstWord(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                return args[i];
            }
            if (!args[i].Contains('=', StringComparison.Ordinal) && !Flags.Contains(args[i], StringComparer.Ordinal))
            {
                i++;
            }
        }
        return null;
    }
}
