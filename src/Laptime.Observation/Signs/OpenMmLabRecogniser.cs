using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// MMCV and MMEngine: <c>Epoch [3][100/7330]  lr: 0.02, eta: 9:45:12, time: 0.473, data_time: 0.007, …</c>,
/// <c>Iter [50/160000]</c>, <c>Epoch(train) [1][10/90]</c>, <c>Iter(val) [ 50/500]</c>.
/// </summary>
public sealed partial class OpenMmLabRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "openmmlab";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("time: ", StringComparison.Ordinal) ? Iteration().Match(line) : Match.Empty;
        if (!match.Success || Figure.Number(match, "count") is not { } count)
        {
            return null;
        }
        Activity activity = match.Groups["mode"].Value is "val" or "test" ? Activity.Validation : Activity.Training;
        double epoch = activity == Activity.Training ? Figure.Number(match, "epoch") ?? 0 : 0;
        return new StepSign
        {
            Series = $"{activity}",
            Count = count + (epoch * (Figure.Number(match, "total") ?? 0)),
            Activity = activity,
            Stated = Figure.Duration(match, "time", 1),
        };
    }

    [GeneratedRegex(
        @"\b(Epoch|Iter)(\((?<mode>train|val|test)\))?\s*(\[(?<epoch>\d+)\])?\[\s*(?<count>\d+)/(?<total>\d+)\].*?\s(?<!data_)time: (?<time>[\d.]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Iteration();
}
