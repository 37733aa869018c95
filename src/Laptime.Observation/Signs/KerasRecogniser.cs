using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Keras: <c>821/1000 [=====&gt;....] - ETA: 3:35 - loss: 1.01</c>, <c>13440/Unknown - 2s 3ms/step - loss: 0.8</c>, and
/// Keras 3: <c>34/1875 ━━━━━━━━━━ 5s 3ms/step - accuracy: 0.10 - loss: 2.30</c>.
/// </summary>
public sealed partial class KerasRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "keras";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains('/', StringComparison.Ordinal) ? Progress().Match(line) : Match.Empty;
        if (!match.Success || Figure.Number(match, "count") is not { } count)
        {
            return null;
        }
        double unit = match.Groups["unit"].Value switch
        {
            "us" => 1e-6,
            "ms" => 1e-3,
            _ => 1,
        };
        return new StepSign
        {
            Series = match.Groups["total"].Value,
            Count = count,
            Stated = Figure.Duration(match, "time", unit),
        };
    }

    [GeneratedRegex(
        @"^\s*(?<count>\d+)/(?<total>\d+|Unknown)\s+(\[[=>.]+\]\s+-\s|[━\s]*[━]+\s|-\s)(.*?\b(?<time>\d+)(?<unit>us|ms|s)/(step|epoch|sample))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Progress();
}
