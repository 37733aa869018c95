using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Anybody's loop that says step, iter or batch before a figure: <c>step 100/1000</c>, <c>Step [100/1000]</c>,
/// <c>iteration: 100</c>, <c>Epoch 1, batch 20 of 938</c>, <c>global_step = 100</c>.
/// </summary>
public sealed partial class StepWordRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "step";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = Word().Match(line);
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = match.Groups["word"].Value.ToLowerInvariant(),
                Count = count,
                // Behind the count stand figures: a loss of validation is printed within training too.
                Activity = Labels.Activity(line.AsSpan(0, match.Index)),
            }
            : null;
    }

    [GeneratedRegex(
        @"(?<![a-z])(?<word>(global|train|training)?[ _]?(step|steps|iter|iters|iteration|iterations|batch|update|minibatch))\s*[:=#]?\s*\[?\s*(?<count>\d+)\b(?!\.\d)(?!\s*(it|step)s?/s)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Figure.Patience
    )]
    private static partial Regex Word();
}
