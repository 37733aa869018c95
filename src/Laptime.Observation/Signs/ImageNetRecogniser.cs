using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// PyTorch's ImageNet example and the many that began as a copy of it:
/// <c>Epoch: [0][  10/5005]  Time  0.303 ( 0.512)  Data  0.000 ( 0.101)  Loss …</c>, <c>Test: [ 0/196]  Time …</c>; also
/// torchvision's references, <c>Epoch: [0]  [ 10/5005]  eta: 0:12:34  … time: 0.31  data: 0.01</c>.
/// </summary>
public sealed partial class ImageNetRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "imagenet";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains('[', StringComparison.Ordinal) ? Meter().Match(line) : Match.Empty;
        if (!match.Success || Figure.Number(match, "count") is not { } count)
        {
            return null;
        }
        bool isTraining = match.Groups["epoch"].Success;
        return new StepSign
        {
            Series = isTraining ? "epoch" : "test",
            Count = count + ((Figure.Number(match, "epoch") ?? 0) * (Figure.Number(match, "total") ?? 0)),
            Activity = isTraining ? Activity.Training : Activity.Validation,
            Stated = Figure.Duration(match, "time", 1),
        };
    }

    [GeneratedRegex(
        @"^\s*(Epoch:\s*\[(?<epoch>\d+)\]|Test:)\s*\[\s*(?<count>\d+)/(?<total>\d+)\].*?\btime:?\s+(?<time>[\d.]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Figure.Patience
    )]
    private static partial Regex Meter();
}
