using System.Collections.Immutable;
using Laptime.Core.Protocols;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;

namespace Laptime.Core.Results;

/// <summary>Energy of a case within one boundary, over all launches that may score.</summary>
public sealed record EnergyResult
{
    /// <summary>What was counted for: <c>gpu</c>, <c>package</c>.</summary>
    public required string Boundary { get; init; }

    /// <summary>Energy of an item; null if it is not known.</summary>
    public double? JoulesPerItem { get; init; }

    /// <summary>Mean power under load; null if it is not known.</summary>
    public double? Watts { get; init; }

    /// <summary>U_E = √(stat² + 5 %²), relative, at 95 %; null with fewer than two launches.</summary>
    public double? HalfWidth { get; init; }

    /// <summary>Mean power without work, not subtracted; null if it was not measured.</summary>
    public double? IdleWatts { get; init; }

    /// <summary>Why there is no figure; null if there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>A result for each boundary, in the order of the readings.</summary>
    /// <param name="samples">Launches that may score.</param>
    /// <param name="rules">For the systematic part.</param>
    /// <param name="quantile">Quantile of Student's t.</param>
    public static ImmutableArray<EnergyResult> Of(
        ImmutableArray<TrialSamples> samples,
        EnergyRules rules,
        double quantile
    ) =>
        [
            .. samples
                .SelectMany(one => one.Energy.Select(reading => (reading, one.ItemsPerStep)))
                .GroupBy(pair => pair.reading.Boundary, StringComparer.Ordinal)
                .Select(group => Of(group.Key, [.. group], rules, quantile)),
        ];

    private static EnergyResult Of(
        string boundary,
        ImmutableArray<(EnergyReading Reading, int Items)> all,
        EnergyRules rules,
        double quantile
    )
    {
        (EnergyReading Reading, int Items)[] known = [.. all.Where(one => one.Reading.Joules > 0)];
        if (known.Length == 0)
        {
            return new EnergyResult
            {
                Boundary = boundary,
                Reason = all[0].Reading.Reason ?? "the counter stood still",
            };
        }
        double[] logs =
        [
            .. known.Select(one => Math.Log(one.Reading.Joules!.Value / (one.Reading.Steps * (double)one.Items))),
        ];
        LaunchInterval interval = LaunchInterval.FromLogs(logs, quantile, rules.Systematic);
        return new EnergyResult
        {
            Boundary = boundary,
            JoulesPerItem = interval.Seconds,
            HalfWidth = interval.HalfWidth,
            Watts = known.Average(one => one.Reading.Joules!.Value / one.Reading.Elapsed.Value),
            IdleWatts = known.Average(one => one.Reading.IdleWatts), // null where none was measured
        };
    }
}
