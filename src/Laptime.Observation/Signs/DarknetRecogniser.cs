using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Darknet: <c>98, 7.840: 0.298614, 0.237640 avg, 0.000100 rate, 0.004801 seconds, 1568 images</c>, and its detector:
/// <c>98: 2.31, 2.40 avg loss, 0.001 rate, 3.2 seconds, 6272 images</c>.
/// </summary>
public sealed partial class DarknetRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "darknet";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains(" rate, ", StringComparison.Ordinal) ? Batch().Match(line) : Match.Empty;
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = "batch",
                Count = count,
                Stated = Figure.Duration(match, "time", 1),
            }
            : null;
    }

    [GeneratedRegex(
        @"^\s*(?<count>\d+)(, [\d.]+)?: \S+, \S+ avg( loss)?, [\d.]+ rate, (?<time>[\d.]+) seconds, \d+ images",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Batch();
}
