using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// fairseq's plain log: <c>epoch 001:    450 / 1891 loss=11.521, …, num_updates=445, …</c>, before 0.6
/// <c>| epoch 010  2000 / 8223 loss=1.27 (1.50), …</c>; <c>valid on 'valid' subset</c> is its validation.
/// </summary>
public sealed partial class FairseqRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "fairseq";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("epoch ", StringComparison.Ordinal) ? Update().Match(line) : Match.Empty;
        if (!match.Success || Figure.Number(match, "count") is not { } count)
        {
            return null;
        }
        bool isTraining = !match.Groups["valid"].Success;
        return new StepSign
        {
            Series = isTraining ? "update" : "valid",
            // num_updates runs through all epochs and leaves out steps that overflowed.
            Count = Figure.Number(match, "updates") is { } updates
                ? updates
                : count + ((Figure.Number(match, "epoch") ?? 0) * (Figure.Number(match, "total") ?? 0)),
            Activity = isTraining ? Activity.Training : Activity.Validation,
        };
    }

    [GeneratedRegex(
        @"\bepoch (?<epoch>\d+)(?<valid> \| valid on '[^']*' subset)?:?\s+(?<count>\d+) / (?<total>\d+) loss=(.*?\bnum_updates=(?<updates>\d+))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Update();
}
