using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Epochs of Ultralytics YOLO: <c>70/1000  6.73G  1.081  0.4706  1.084  10  640: 100%|███| 16/16 [00:05&lt;00:00, 2.78it/s]</c>,
/// since 8.3.200 <c>… 640: 100% ━━━━━━━━━━━━ 8/8 3.1it/s 2.6s</c>; the bar of its validation begins with <c>Class</c>.
/// </summary>
public sealed partial class UltralyticsRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "ultralytics";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match =
            line.Contains("% ━", StringComparison.Ordinal) || line.Contains("%|", StringComparison.Ordinal)
                ? Epoch().Match(line)
                : Match.Empty;
        if (!match.Success || Figure.Number(match, "count") is not { } count)
        {
            return null;
        }
        bool isTraining = match.Groups["epoch"].Success;
        return new StepSign
        {
            Series = isTraining ? "epoch" : "validation",
            Count = count,
            Activity = isTraining ? Activity.Training : Activity.Validation,
            Stated = Rates.Read(match),
        };
    }

    [GeneratedRegex(
        @"^\s*((?<epoch>\d+/\d+)\s+[\d.]+[GM]\s+([\d.]+|nan)\s.*?|Class\s+Images\s+Instances.*?):\s+\d+%\s*(\|[^|]*\||[━╸╺─\s]+)\s*(?<count>\d+)/(?<total>\d+)(\s+\[[\d:]+<[^,\]]*,)?\s*((?<rate>[\d.]+)(?<unit>s/it|it/s))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Epoch();
}
