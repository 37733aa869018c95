using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Statistics;
using Laptime.Core.Trials;

namespace Laptime.Core.Serving;

/// <summary>Turns the queries of all launches of a case into its figures.</summary>
internal static class ServingSummary
{
    /// <summary>The figures; null if no launch is valid.</summary>
    /// <param name="case">The case.</param>
    /// <param name="valid">Raw data of the valid launches.</param>
    /// <param name="tier">Tier.</param>
    /// <param name="protocol">Protocol.</param>
    public static ServingResult? Of(Case @case, IEnumerable<TrialSamples> valid, ProtocolTier tier, Protocol protocol)
    {
        List<(TrialSamples Samples, ServingLaunch Launch)> launches = [];
        foreach (TrialSamples samples in valid)
        {
            if (samples.Serving is { } serving && ServingLaunch.Of(serving, samples.TicksPerSecond) is { } launch)
            {
                launches.Add((samples, launch));
            }
        }
        if (launches.Count == 0)
        {
            return null;
        }
        ServingLaunch[] all = [.. launches.Select(launch => launch.Launch)];
        ServingSamples first = launches[0].Samples.Serving!;
        LaunchInterval rate = LaunchInterval.FromLogs(
            [.. all.Select(launch => Math.Log(launch.Rate))],
            tier.Quantile,
            protocol.HalfWidthFloor
        );
        ImmutableArray<LatencyPercentile> percentiles = Percentiles(all, first.Headline, tier, protocol);
        return new ServingResult
        {
            Scenario = first.Scenario,
            QueriesPerSecond = rate.Seconds, // exp of the mean logarithm, whatever its unit
            RateHalfWidth = @case.Serving?.Rate is null ? rate.HalfWidth : null,
            SamplesPerQuery = first.SamplesPerQuery,
            Queries = all.Sum(launch => launch.Sorted.Length),
            Percentiles = percentiles,
            Minimum = new Seconds(all.Min(launch => launch.Sorted[0])),
            Mean = new Seconds(all.Average(launch => launch.Sorted.Average())),
            Maximum = new Seconds(all.Max(launch => launch.Sorted[^1])),
            LagOne = all.Max(launch => launch.LagOne),
            Lateness = first.Scenario == Scenario.Server ? Lateness(launches, protocol.Serving) : null,
            OverBound = @case.Serving?.LatencyBound is { } bound
                ? all.Sum(launch => launch.Sorted.Count(latency => latency > bound.Value))
                    / (double)all.Sum(launch => launch.Sorted.Length)
                : null,
            Headline = percentiles.FirstOrDefault(percentile => percentile.Percentile == first.Headline),
        };
    }

    private static ImmutableArray<LatencyPercentile> Percentiles(
        ServingLaunch[] launches,
        double? headline,
        ProtocolTier tier,
        Protocol protocol
    )
    {
        var percentiles = ImmutableArray.CreateBuilder<LatencyPercentile>();
        foreach (double percentile in ServingRules.Percentiles)
        {
            bool suffices = launches.All(launch => launch.Suffices(percentile));
            // What the scenario stands for is shown anyway, without an interval.
            bool isAsked = percentile == (headline ?? protocol.Serving.BoundPercentile);
            if (!suffices && !isAsked)
            {
                continue;
            }
            LaunchInterval interval = PercentileAcrossLaunches.Of(
                [.. launches.Select(launch => launch.Percentile(percentile))],
                tier.Quantile,
                protocol.HalfWidthFloor
            );
            double?[] bounds =
            [
                .. launches.Select(launch =>
                    Math.Abs(launch.LagOne) < PercentileAcrossLaunches.Independent
                        ? RankBound.Upper(launch.Sorted, percentile)
                        : null
                ),
            ];
            percentiles.Add(
                new LatencyPercentile
                {
                    Percentile = percentile,
                    Latency = new Seconds(interval.Seconds),
                    HalfWidth = suffices ? interval.HalfWidth : null,
                    AtMost = bounds.All(bound => bound is not null) ? new Seconds(bounds.Max()!.Value) : null,
                }
            );
        }
        return percentiles.ToImmutable();
    }

    private static Seconds Lateness(List<(TrialSamples Samples, ServingLaunch Launch)> launches, ServingRules rules) =>
        new(
            launches.Max(launch =>
                launch.Samples.Serving!.Scored.Max(pass =>
                    PassFigures.Percentile(
                        PassFigures.Lateness(pass, launch.Samples.TicksPerSecond),
                        rules.LatenessPercentile
                    )
                )
            )
        );
}
