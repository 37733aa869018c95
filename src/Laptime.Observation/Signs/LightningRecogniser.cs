using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Bars of Lightning, by tqdm (<c>Epoch 0:  92%|███| 932/1016 [00:33&lt;00:03, 27.70it/s, v_num=77]</c>) and by Rich
/// (<c>Epoch 0/9 ━━━━ 16/94 0:00:01 • 0:00:05 15.23it/s v_num: 0</c>).
/// </summary>
public sealed partial class LightningRecogniser : IRecogniser
{
    private static readonly TqdmRecogniser Tqdm = new();

    /// <inheritdoc />
    public string Name => "lightning";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        if (Ours().IsMatch(line) && Tqdm.Read(line) is { } sign)
        {
            return sign;
        }
        Match match = line.Contains('•', StringComparison.Ordinal) ? Rich().Match(line) : Match.Empty;
        return match.Success
            ? new StepSign
            {
                Series = $"{Labels.Normal(match.Groups["label"].ValueSpan)}/{match.Groups["total"].Value}",
                Count = Figure.Number(match, "count") ?? 0,
                Activity = Labels.Activity(match.Groups["label"].ValueSpan),
                Stated = Rates.Read(match),
            }
            : null;
    }

    // lightning/pytorch/callbacks/progress/tqdm_progress.py: labels of its bars; v_num tells the bar of an epoch from anybody's.
    [GeneratedRegex(
        @"^\s*(Epoch \d+:.*v_num=|(Validation|Testing|Predicting|Sanity Checking) DataLoader \d+:|Sanity Checking:)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Ours();

    [GeneratedRegex(
        @"^\s*(?<label>Epoch \d+(/\d+)?|(Validation|Testing|Predicting|Sanity Checking)( DataLoader \d+)?)\s+[━╸╺\s]+\s*(?<count>\d+)/(?<total>\d+|--)\s+[\d:]+ • [\d:-]+\s+((?<rate>[\d.]+)(?<unit>it/s))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Rich();
}
