using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Anybody's loop that tells no more than its epochs: <c>Epoch 3/10, loss 0.31</c>, <c>epoch: 3</c>,
/// <c>INFO : EPOCH 3: training on …</c>. Whatever counts steps is preferred.
/// </summary>
public sealed partial class EpochWordRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "epoch";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = Word().Match(line);
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = "epoch",
                Unit = CountUnit.Epoch,
                Count = count,
                Activity = Labels.Activity(line.AsSpan(0, match.Index)),
                // The end of an epoch most often tells what validation came to.
                Beside = Labels.OfLine(line),
            }
            : null;
    }

    [GeneratedRegex(
        @"(?<![a-z])epoch\s*[:=#]?\s*\[?\s*(?<count>\d+)\b(?!\.\d)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Figure.Patience
    )]
    private static partial Regex Word();
}
