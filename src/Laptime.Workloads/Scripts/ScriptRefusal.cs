using System.Text.RegularExpressions;
using Laptime.Torch;

namespace Laptime.Workloads.Scripts;

/// <summary>Makes one sentence of what libtorch's interpreter says, which is a page with a trace through the program.</summary>
internal static partial class ScriptRefusal
{
    private const int LongestWords = 400;
    private const string Trace = "Traceback of TorchScript";

    /// <summary>A program that could not be loaded.</summary>
    public static ScriptException OfLoading(TorchException refused) =>
        UnknownOperator().Match(refused.Words) is { Success: true } unknown
            ? new ScriptException(
                $"The program needs the operator {unknown.Groups["name"].Value}, which this libtorch does not have.",
                unknown.Groups["name"].Value.StartsWith("torchvision::", StringComparison.Ordinal)
                    ? "Install torchvision for the Python of this PyTorch, or name its library with --operators."
                    : "Name the library that has it with --operators FILE.so, or use a newer PyTorch.",
                refused
            )
            : new ScriptException(
                $"libtorch {Libtorch.Version} cannot load the program: {LastWords(refused.Words)}",
                "A program saved by a newer PyTorch needs a newer libtorch (LAPTIME_LIBTORCH=DIR).",
                refused
            );

    /// <summary>A call of <c>forward</c> that failed.</summary>
    public static ScriptException OfCalling(TorchException refused, ScriptWorkload workload) =>
        new(
            $"The program refused its inputs: {LastWords(refused.Words)}",
            $"Give others with --input; it declares {workload.Signature}.{Hint(workload.Signature)}",
            refused
        );

    private static string Hint(string signature) =>
        signature.Contains("List[Tensor] ", StringComparison.Ordinal) ? " A list is written list:3x320x320."
        : signature.Contains("Dict[str, Tensor] ", StringComparison.Ordinal)
            ? " Entries of a dict are written name=8x128."
        : "";

    /// <summary>The exception itself, without where in the program it came from.</summary>
    public static string LastWords(string words)
    {
        string found = words;
        if (words.Contains(Trace, StringComparison.Ordinal))
        {
            // "RuntimeError: …" of an operator, "torch.jit.Error: …" or a class of the program's own; it may go over lines.
            found = Raised().Matches(words).LastOrDefault()?.Groups["words"].Value ?? words;
        }
        string line = WhiteSpace().Replace(Tail().Split(found, 2)[0], " ").Trim();
        line = line.Length <= LongestWords ? line : line[..LongestWords].TrimEnd() + "…";
        return line.EndsWith('.') || line.EndsWith('…') ? line : line + ".";
    }

    // The lines of the trace above it are indented, or begin with other words.
    [GeneratedRegex(
        """^[\w.]+: (?<words>(?:.|\n)+)\z""",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Raised();

    // What libtorch adds: where the argument stood, the declaration, its own source line.
    [GeneratedRegex(
        """\n(?:Position: |Declaration: |Exception raised from )""",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Tail();

    [GeneratedRegex(
        """Unknown builtin op: (?<name>[\w:]+)""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex UnknownOperator();

    [GeneratedRegex("""\s+""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
