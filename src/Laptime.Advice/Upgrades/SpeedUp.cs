using System.Collections.Immutable;
using Laptime.Advice.Speeds;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Upgrades;

/// <summary>How many times faster one device is than another at one workload, both figures from one source.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Scenario">How it is driven.</param>
/// <param name="Ratio">Speed on the second by speed on the first; 1 for equally fast.</param>
/// <param name="Source">Where both figures are from.</param>
/// <param name="Note">What the source adds to the second figure; null: nothing.</param>
public sealed record WorkloadRatio(string Workload, Scenario Scenario, double Ratio, Source Source, string? Note);

/// <summary>
/// How many times faster one device is than another, over all workloads known on both. Three averages answer three
/// questions and are never mixed up: docs/advice.md.
/// </summary>
public sealed record SpeedUp
{
    /// <summary>Workload of the overall score of AI-Benchmark in training.</summary>
    public const string TrainingScore = "ai-benchmark-training";

    /// <summary>The slower device, or the one at hand.</summary>
    public required string From { get; init; }

    /// <summary>The other.</summary>
    public required string To { get; init; }

    /// <summary>One ratio per workload and scenario, by name; overall scores are not among them. May be empty.</summary>
    public required ImmutableArray<WorkloadRatio> Workloads { get; init; }

    /// <summary>Ratio of the overall training scores; null: not known on both.</summary>
    public WorkloadRatio? Score { get; init; }

    /// <summary>Sum of the ratios by their number: what a text means by "on average so much faster"; null without workloads.</summary>
    public double? MeanOfRatios => Workloads.IsEmpty ? null : Workloads.Average(w => w.Ratio);

    /// <summary>The average that does not depend on which device is the reference; null without workloads.</summary>
    public double? GeometricMean => Workloads.IsEmpty ? null : Math.Exp(Workloads.Average(w => Math.Log(w.Ratio)));

    /// <summary>
    /// What to reckon with: the overall score, else the geometric mean; null where nothing is known on both.
    /// </summary>
    public double? Typical => Score?.Ratio ?? GeometricMean;

    /// <summary>Least and greatest ratio of a workload, the score included; null where nothing is known on both.</summary>
    public (double Low, double High)? Range =>
        Typical is { } typical
            ? (
                Workloads.Select(w => w.Ratio).Append(typical).Min(),
                Workloads.Select(w => w.Ratio).Append(typical).Max()
            )
            : null;

    /// <summary>
    /// Compares two devices by the figures that agree in workload, scenario, precision, batch, number of devices and
    /// source. Several for one workload make their geometric mean.
    /// </summary>
    /// <param name="speeds">Published speeds.</param>
    /// <param name="from">Id of the first device model.</param>
    /// <param name="to">Id of the second.</param>
    /// <param name="workload">Only this workload; null: all.</param>
    public static SpeedUp Of(IEnumerable<PublishedSpeed> speeds, string from, string to, string? workload)
    {
        PublishedSpeed[] exact =
        [
            .. speeds.Where(speed =>
                !speed.IsUpperBound
                && speed.ItemsPerSecond > 0
                && (speed.Device == from || speed.Device == to)
                && (workload is null || WorkloadName.Same(speed.Workload, workload))
            ),
        ];
        WorkloadRatio[] ratios =
        [
            .. Pairs(exact, from, to)
                .GroupBy(pair => (pair.Workload, pair.Scenario))
                .OrderBy(same => same.Key)
                .Select(same => same.First() with { Ratio = Math.Exp(same.Average(pair => Math.Log(pair.Ratio))) }),
        ];
        return new SpeedUp
        {
            From = from,
            To = to,
            Score = ratios.FirstOrDefault(ratio => ratio.Workload == TrainingScore),
            Workloads = [.. ratios.Where(ratio => !IsScore(ratio.Workload))],
        };
    }

    private static bool IsScore(string workload) =>
        workload is TrainingScore or "ai-benchmark-inference" or "ai-benchmark" or "ai-benchmark-total";

    private static IEnumerable<WorkloadRatio> Pairs(PublishedSpeed[] speeds, string origin, string target) =>
        from same in speeds.GroupBy(speed =>
            (
                speed.Workload,
                speed.Scenario,
                Precision: WorkloadName.Precision(speed.Precision),
                speed.Batch,
                speed.DeviceCount,
                speed.Source.Id
            )
        )
        let first = same.Where(speed => speed.Device == origin).ToArray()
        let second = same.Where(speed => speed.Device == target).ToArray()
        where first.Length > 0 && second.Length > 0
        select new WorkloadRatio(
            same.Key.Workload,
            same.Key.Scenario,
            Mean(second) / Mean(first),
            first[0].Source,
            second[0].Note
        );

    private static double Mean(PublishedSpeed[] speeds) => Math.Exp(speeds.Average(s => Math.Log(s.ItemsPerSecond)));
}
