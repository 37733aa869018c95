using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Laptime.Torch.Script;

/// <summary>
/// Checks the source of a program. It is TorchScript, which only computes, with the exception of two operators that
/// reach for files, which are refused; and it must not be nested so deeply that libtorch's parser runs out of stack.
/// </summary>
internal static partial class ScriptSource
{
    /// <summary>Far more than a compiler writes.</summary>
    private const int MaximumNesting = 150;

    /// <summary>Name spaces that libtorch has itself.</summary>
    private static readonly string[] OwnNamespaces =
    [
        "aten",
        "prim",
        "prims",
        "quantized",
        "quantized_decomposed",
        "sparse",
        "mkldnn",
        "mkldnn_prepacked",
        "prepacked",
        "onednn",
        "xnnpack",
        "inductor",
        "debugprims",
        "rngprims",
        "profiler",
        "cuda",
        "static_runtime",
        "tensorexpr",
        "fb",
        "c10d",
        "c10d_functional",
        "_c10d_functional",
        "dist",
        "rpc",
        "mps",
        "mtia",
        "vulkan",
        "vulkan_prepack",
        "metal",
        "metal_prepack",
    ];

    /// <summary>Checks a source file.</summary>
    /// <returns>Name spaces of the operators that it calls besides libtorch's own.</returns>
    /// <exception cref="InvalidDataException">It reaches for files, or is nested without measure.</exception>
    public static ImmutableArray<string> Check(string source)
    {
        if (FileOperators().Match(source) is { Success: true } found)
        {
            throw new InvalidDataException(
                $"its code calls {WhiteSpace().Replace(found.Value, "")}, which reads or writes files. "
                    + "A program that is measured only computes: take that call out and save it again."
            );
        }
        CheckNesting(source);
        return
        [
            .. Operators()
                .Matches(source)
                .Select(match => match.Groups["namespace"].Value)
                .Except(OwnNamespaces, StringComparer.Ordinal),
        ];
    }

    private static void CheckNesting(string source)
    {
        if (Prefixes().IsMatch(source))
        {
            throw TooDeep();
        }
        int open = 0;
        int indentation = 0;
        bool atStart = true;
        foreach (char c in source)
        {
            indentation = atStart && c == ' ' ? indentation + 1 : indentation;
            atStart = c == '\n' || (atStart && c == ' ');
            open +=
                c is '(' or '[' or '{' ? 1
                : c is ')' or ']' or '}' ? -1
                : 0;
            if (open > MaximumNesting || indentation > 2 * MaximumNesting)
            {
                throw TooDeep();
            }
            if (c == '\n')
            {
                indentation = 0;
            }
        }
    }

    private static InvalidDataException TooDeep() => new("its code is nested far deeper than a compiler writes it.");

    // Operators in front of operators; as many as brackets may be open.
    [GeneratedRegex(
        """([-~+]\s*|not\s+){150}""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Prefixes();

    // torch.save(x, "file"), ops.aten.from_file("file"), or the same looked up by getattr.
    [GeneratedRegex(
        """\b(torch|aten)\s*\.\s*(save|from_file)\b|\bgetattr\s*\(\s*(torch|ops(\s*\.\s*\w+)?)\s*,""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex FileOperators();

    [GeneratedRegex(
        """\bops\s*\.\s*(?<namespace>\w+)\s*\.""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Operators();

    [GeneratedRegex("""\s+""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
