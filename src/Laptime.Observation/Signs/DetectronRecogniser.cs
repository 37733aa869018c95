using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>Detectron2: <c>eta: 8:05:12  iter: 1259  total_loss: 1.012  …  time: 0.3322  data_time: 0.0334  …</c>.</summary>
public sealed partial class DetectronRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "detectron2";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("iter: ", StringComparison.Ordinal) ? Iteration().Match(line) : Match.Empty;
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = "iter",
                Count = count,
                Stated = Figure.Duration(match, "time", 1),
            }
            : null;
    }

    [GeneratedRegex(
        @"\beta: \S+(\s+days?,\s+\S+)?\s+iter: (?<count>\d+)\s(.*?\s(time|last_time): (?<time>[\d.]+))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Iteration();
}
