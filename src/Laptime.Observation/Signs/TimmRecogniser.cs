using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// timm's training script: <c>Train: 0 [  50/312 ( 16%)]  Loss: 6.95 (6.95)  Time: 0.303s,  845.33/s  (0.512s, …)</c>,
/// <c>Test: [   0/78]  Time: 1.2 (1.2)</c>.
/// </summary>
public sealed partial class TimmRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "timm";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("Train: ", StringComparison.Ordinal) ? Train().Match(line) : Match.Empty;
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = "train",
                Count = count + ((Figure.Number(match, "epoch") ?? 0) * (Figure.Number(match, "total") ?? 0)),
                Stated = Figure.Duration(match, "time", 1),
            }
            : null;
    }

    [GeneratedRegex(
        @"\bTrain: (?<epoch>\d+)(/\d+ \(\s*\d+%\))? \[\s*(?<count>\d+)/(?<total>\d+)\s+\(\s*\d+%\)\](.*?\bTime: (?<time>[\d.]+)s)?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Train();
}
