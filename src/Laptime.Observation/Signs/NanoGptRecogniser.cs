using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// nanoGPT: <c>iter 100: loss 2.3456, time 43.10ms, mfu 1.23%</c>, and llm.c and its kin:
/// <c>step  100/18865 | loss 3.29 | … | 230.12 ms | …</c>.
/// </summary>
public sealed partial class NanoGptRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "nanogpt";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("ms", StringComparison.Ordinal) ? Iteration().Match(line) : Match.Empty;
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = "iter",
                Count = count,
                Stated = Figure.Duration(match, "time", 1e-3),
            }
            : null;
    }

    [GeneratedRegex(
        @"^\s*(iter (?<count>\d+): loss \S+, time (?<time>[\d.]+)ms|step\s+(?<count>\d+)(/\d+)?\s*[|:].*?\s(?<time>[\d.]+)\s?ms\b)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Iteration();
}
