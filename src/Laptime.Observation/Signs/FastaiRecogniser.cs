using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// fastai in a terminal: the bars of fastprogress (<c>Epoch 1/3 : |████----| 40.00% [40/100 00:12&lt;00:18 0.5123]</c>)
/// and, where they are off, a row of the table for each epoch (<c>0  0.512345  0.412345  0.850000  00:12</c>).
/// </summary>
public sealed partial class FastaiRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "fastai";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        Match bar = line.Contains("% [", StringComparison.Ordinal) ? Bar().Match(line) : Match.Empty;
        if (bar.Success)
        {
            // The bar of validation has another total; the bar of epochs hardly ever moves.
            return new StepSign
            {
                Series = $"{Labels.Normal(bar.Groups["label"].ValueSpan)}/{bar.Groups["total"].Value}",
                Count = Figure.Number(bar, "count") ?? 0,
                Activity = Labels.Activity(bar.Groups["label"].ValueSpan),
            };
        }
        Match row = Row().Match(line);
        return row.Success
            ? new StepSign
            {
                Series = "table",
                Unit = CountUnit.Epoch,
                Count = (Figure.Number(row, "epoch") ?? 0) + 1,
            }
            : null;
    }

    [GeneratedRegex(
        @"^\s*(?<label>.*?)\s*:?\s*\|[█\-]*\| [\d.]+% \[(?<count>\d+)/(?<total>\d+) [\d:]+<[\d:]+",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Bar();

    [GeneratedRegex(
        @"^(?<epoch>\d+)\s+(\d+\.\d+|nan|None)\s+((\d+\.\d+|nan|None)\s+)*(\d+:)?\d+:\d\d\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Row();
}
