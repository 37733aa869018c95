using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>PyTorch's language model example: <c>| epoch   1 |   200/ 2983 batches | lr 20.00 | ms/batch 12.34 | loss  7.60 | …</c>.</summary>
public sealed partial class LanguageModelRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "word-lm";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("batches", StringComparison.Ordinal) ? Batches().Match(line) : Match.Empty;
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = "batches",
                Count = count + ((Figure.Number(match, "epoch") ?? 0) * (Figure.Number(match, "total") ?? 0)),
                Stated = Figure.Duration(match, "time", 1e-3),
            }
            : null;
    }

    [GeneratedRegex(
        @"^\|\s*epoch\s+(?<epoch>\d+) \|\s*(?<count>\d+)/\s*(?<total>\d+) batches \|(.*?ms/batch\s+(?<time>[\d.]+))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Batches();
}
