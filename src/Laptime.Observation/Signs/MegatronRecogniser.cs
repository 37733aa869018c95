using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Megatron-LM: <c>iteration       10/  500000 | consumed samples:  2560 | elapsed time per iteration (ms): 1234.5 | …</c>;
/// <c>validation loss at iteration 1000 | …</c> closes a validation.
/// </summary>
public sealed partial class MegatronRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "megatron";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("per iteration (ms)", StringComparison.Ordinal)
            ? Iteration().Match(line)
            : Match.Empty;
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = "iteration",
                Count = count,
                Stated = Figure.Duration(match, "time", 1e-3),
            }
            : null;
    }

    [GeneratedRegex(
        @"\biteration\s+(?<count>\d+)/\s*\d+ \|.*elapsed time per iteration \(ms\): (?<time>[\d.]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Iteration();
}
