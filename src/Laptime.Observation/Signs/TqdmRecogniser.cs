using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// Bars of tqdm: <c>label:  22%|██▏ | 4/18 [00:17&lt;01:02,  4.47s/it, loss=9.9]</c>, without a total
/// <c>label: 512it [00:10, 51.2it/s]</c>; any unit, prefixes of thousands.
/// </summary>
public sealed partial class TqdmRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "tqdm";

    /// <inheritdoc />
    public StepSign? Read(string line) =>
        line.Contains(" [", StringComparison.Ordinal) && line.Contains("/s", StringComparison.Ordinal)
        || line.Contains(" [", StringComparison.Ordinal) && line.Contains("s/", StringComparison.Ordinal)
            ? Read(Bar().Match(line)) ?? Read(Count().Match(line))
            : null;

    private static StepSign? Read(Match match)
    {
        if (!match.Success || Figure.Number(match, "count") is not { } count)
        {
            return null;
        }
        string label = match.Groups["label"].Value;
        return new StepSign
        {
            Series = $"{Labels.Normal(label)}/{match.Groups["total"].Value}",
            Count = count,
            Activity = Labels.Activity(label),
            Stated = Rates.Read(match),
        };
    }

    // tqdm/std.py, format_meter: "{desc}: {percentage:3.0f}%|{bar}| {n}/{total} [{elapsed}<{remaining}, {rate}{unit}{postfix}]"
    [GeneratedRegex(
        @"^(?<label>.*?):?\s*\d+%\s*(\|[^|]*\|)?\s*(?<count>\d[\d.]*[kMG]?)/(?<total>\d[\d.]*[kMG]?)\S*\s+\[[\d:]+<[^,\]]*(,\s*(?<rate>[\d.]+[kMG]?|\?)(?<unit>s/[^\s,\]]+|[^\s,\]]+/s))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Bar();

    [GeneratedRegex(
        @"^(?<label>.*?):?\s*(?<![\d.])(?<count>\d[\d.]*[kMG]?)[^\d\s/]\S*\s+\[[\d:]+,\s*(?<rate>[\d.]+[kMG]?|\?)(?<unit>s/[^\s,\]]+|[^\s,\]]+/s)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Count();
}

/// <summary>Rates of bars: <c>4.47s/it</c>, <c>27.70it/s</c>.</summary>
internal static class Rates
{
    /// <summary>Time of one step, from the groups <c>rate</c> and <c>unit</c>; null if there is none.</summary>
    public static Laptime.Core.Quantities.Seconds? Read(Match match) =>
        Figure.Number(match, "rate") is not (> 0 and double rate) ? null
        : match.Groups["unit"].ValueSpan.StartsWith("s/", StringComparison.Ordinal) ? new(rate)
        : new(1 / rate);
}
