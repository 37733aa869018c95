using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// DeepSpeed: <c>epoch=0/micro_step=100/global_step=100, RunningAvgSamplesPerSec=12.3, …</c>, its pipeline engine
/// <c>steps: 10 loss: 0.5 iter time (s): 0.123 samples/sec: 64.9</c>, <c>step=10, skipped=0, lr=[…]</c>.
/// </summary>
public sealed partial class DeepSpeedRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "deepspeed";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("step", StringComparison.Ordinal) ? Step().Match(line) : Match.Empty;
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = match.Groups["kind"].Value,
                Count = count,
                Stated = Figure.Duration(match, "time", 1),
            }
            : null;
    }

    [GeneratedRegex(
        @"((?<kind>global_step=)(?<count>\d+), RunningAvgSamplesPerSec=|(?<kind>steps: )(?<count>\d+) loss: .*?iter time \(s\): (?<time>[\d.]+)|(?<kind>step=)(?<count>\d+), skipped=\d+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Step();
}
