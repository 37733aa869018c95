using System.Collections.Immutable;

namespace Laptime.Transfer.Schedules;

/// <summary>
/// Highest rates of the layer groups: what was learnt before changes slowly, what is new changes fast (Howard and Ruder
/// 2018, "discriminative fine-tuning").
/// </summary>
public static class LayerRates
{
    /// <summary>A tenth for all groups but the last: fastai's <c>slice(rate)</c>.</summary>
    public static ImmutableArray<double> Tenth(double rate, int groups) =>
        [.. Enumerable.Range(0, groups).Select(group => group == groups - 1 ? rate : rate / 10)];

    /// <summary>Evenly spaced by ratio from the first group to the last: fastai's <c>slice(low, high)</c>.</summary>
    public static ImmutableArray<double> Geometric(double low, double high, int groups) =>
        groups == 1
            ? [high]
            : [.. Enumerable.Range(0, groups).Select(group => low * Math.Pow(high / low, group / (groups - 1.0)))];
}
