using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>PyTorch's MNIST example, which counts pictures: <c>Train Epoch: 1 [640/60000 (1%)]  Loss: 2.294</c>.</summary>
public sealed partial class PytorchExampleRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "pytorch-example";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match match = line.Contains("Epoch: ", StringComparison.Ordinal) ? Items().Match(line) : Match.Empty;
        return match.Success && Figure.Number(match, "count") is { } count
            ? new StepSign
            {
                Series = "items",
                Unit = CountUnit.Item,
                Count = count + ((Figure.Number(match, "epoch") ?? 0) * (Figure.Number(match, "total") ?? 0)),
            }
            : null;
    }

    [GeneratedRegex(
        @"^\s*Train Epoch: (?<epoch>\d+) \[(?<count>\d+)/(?<total>\d+) \(\d+%\)\]",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Items();
}
