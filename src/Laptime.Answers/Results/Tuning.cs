using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Statistics;

namespace Laptime.Answers.Results;

/// <summary>What tuning brought to a case.</summary>
/// <param name="Stock">Untuned.</param>
/// <param name="Tuned">Tuned.</param>
/// <param name="SpeedUp">Of step times, stock by tuned.</param>
public sealed record Tuning(CaseResult Stock, CaseResult Tuned, Comparison SpeedUp)
{
    /// <summary>Memory of the tuned case by that of the stock one; null: not known.</summary>
    public double? MemoryRatio =>
        (Stock.PeakDevice ?? Stock.PeakResident, Tuned.PeakDevice ?? Tuned.PeakResident)
            is ({ Value: > 0 } before, { } after)
            ? (double)after.Value / before.Value
            : null;

    /// <summary>Stock against tuned, where both were measured in at least two launches.</summary>
    public static ImmutableArray<Tuning> Of(ImmutableArray<CaseResult> results) =>
        [
            .. from stock in results
            where stock.Case.Mode == Mode.Stock && stock.Launches.Length >= 2
            let tuned = results.FirstOrDefault(r => r.Case.Equals(stock.Case.In(Mode.Tuned)) && r.Launches.Length >= 2)
            where tuned is not null
            select new Tuning(
                stock,
                tuned,
                Comparison.Unpaired(
                    [.. tuned.Launches.Select(launch => launch.Value)],
                    [.. stock.Launches.Select(launch => launch.Value)],
                    Protocol.Current.Comparison
                )
            ),
        ];
}
