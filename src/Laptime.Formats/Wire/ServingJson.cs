using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Serving;
using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

/// <summary>What a serving scenario holds fixed.</summary>
internal sealed record ServingTermsJson
{
    public double? LatencyBoundSeconds { get; init; }
    public double? QueriesPerSecond { get; init; }
    public int? Clients { get; init; }

    public static ServingTermsJson? From(ServingTerms? terms) =>
        terms is null
            ? null
            : new ServingTermsJson
            {
                LatencyBoundSeconds = terms.LatencyBound?.Value,
                QueriesPerSecond = terms.Rate,
                Clients = terms.Clients,
            };

    public ServingTerms ToTerms(Place at) =>
        new()
        {
            LatencyBound = at["latency_bound_seconds"].DurationOrNull(LatencyBoundSeconds)
                is not { Value: 0 }
                    and var bound
                ? bound
                : throw at["latency_bound_seconds"].Error("must be above 0"),
            Rate = at["queries_per_second"].RateOrNull(QueriesPerSecond),
            Clients = at["clients"].AtLeastOrNull(1, Clients),
        };
}

/// <summary>Every query of a trial.</summary>
internal sealed record ServingSamplesJson
{
    public string? Scenario { get; init; }
    public int? SamplesPerQuery { get; init; }
    public ServingPassJson[]? Passes { get; init; }

    public static ServingSamplesJson? From(ServingSamples? samples) =>
        samples is null
            ? null
            : new ServingSamplesJson
            {
                Scenario = Words.Of(samples.Scenario),
                SamplesPerQuery = samples.SamplesPerQuery,
                Passes = [.. samples.Passes.Select(ServingPassJson.From)],
            };

    public ServingSamples ToSamples(Place at)
    {
        ServingPassJson[] passes = at["passes"].Required(Passes);
        return new ServingSamples
        {
            Scenario = at["scenario"].Word<Scenario>(Scenario),
            SamplesPerQuery = at["samples_per_query"].AtLeast(1, SamplesPerQuery),
            Passes = [.. passes.Select((pass, i) => at["passes"][i].Required(pass).ToPass(at["passes"][i]))],
        };
    }
}

/// <summary>
/// Queries as columns of differences, which are short: the gap since the arrival before (the first: since zero), the
/// time from arrival to issue, the time from issue to answer.
/// </summary>
internal sealed record ServingPassJson
{
    public string? Phase { get; init; }
    public double? QueriesPerSecond { get; init; }
    public long? Seed { get; init; }
    public long[]? ArrivalGapTicks { get; init; }
    public long[]? WaitTicks { get; init; }
    public long[]? ServiceTicks { get; init; }

    public static ServingPassJson From(ServingPass pass)
    {
        long[] gaps = new long[pass.Queries.Length];
        long before = 0;
        for (int i = 0; i < gaps.Length; i++)
        {
            gaps[i] = pass.Queries[i].Scheduled - before;
            before = pass.Queries[i].Scheduled;
        }
        return new ServingPassJson
        {
            Phase = Words.Of(pass.Phase),
            QueriesPerSecond = pass.Rate,
            Seed = pass.Seed,
            ArrivalGapTicks = gaps,
            WaitTicks = [.. pass.Queries.Select(query => query.Issued - query.Scheduled)],
            ServiceTicks = [.. pass.Queries.Select(query => query.Completed - query.Issued)],
        };
    }

    public ServingPass ToPass(Place at)
    {
        long[] gaps = at["arrival_gap_ticks"].Required(ArrivalGapTicks);
        long[] waits = at["wait_ticks"].Column(WaitTicks, gaps.Length);
        long[] services = at["service_ticks"].Column(ServiceTicks, gaps.Length);
        if (gaps.Length == 0)
        {
            throw at["arrival_gap_ticks"].Error("must hold at least one query");
        }
        var queries = ImmutableArray.CreateBuilder<ServedQuery>(gaps.Length);
        long scheduled = 0;
        for (int i = 0; i < gaps.Length; i++)
        {
            (long gap, long wait, long service) = (gaps[i], waits[i], services[i]);
            if (wait < 0 || service < 0 || (i > 0 && gap < 0))
            {
                string column =
                    wait < 0 ? "wait_ticks"
                    : service < 0 ? "service_ticks"
                    : "arrival_gap_ticks";
                throw at[column][i].Error("must be at least 0");
            }
            try
            {
                scheduled = checked(scheduled + gap);
                queries.Add(new ServedQuery(scheduled, checked(scheduled + wait), checked(scheduled + wait + service)));
            }
            catch (OverflowException)
            {
                throw at["arrival_gap_ticks"][i].Error("too large");
            }
        }
        return new ServingPass
        {
            Phase = at["phase"].Word<Phase>(Phase),
            Rate = at["queries_per_second"].RateOrNull(QueriesPerSecond),
            Seed = at["seed"].Required(Seed),
            Queries = queries.MoveToImmutable(),
        };
    }
}

/// <summary>Figures of a serving case.</summary>
internal sealed record ServingResultJson
{
    public string? Scenario { get; init; }
    public double QueriesPerSecond { get; init; }

    /// <summary>Of the 95 % interval of queries_per_second, as a fraction of it.</summary>
    public double? QueriesPerSecondHalfWidth { get; init; }
    public int SamplesPerQuery { get; init; }
    public int Queries { get; init; }
    public double MinimumSeconds { get; init; }
    public double MeanSeconds { get; init; }
    public double MaximumSeconds { get; init; }
    public LatencyPercentileJson[]? Percentiles { get; init; }
    public double? HeadlinePercentile { get; init; }
    public double LagOneAutocorrelation { get; init; }
    public double? GeneratorLatenessSeconds { get; init; }
    public double? ShareOverBound { get; init; }

    public static ServingResultJson? From(ServingResult? result) =>
        result is null
            ? null
            : new ServingResultJson
            {
                Scenario = Words.Of(result.Scenario),
                QueriesPerSecond = result.QueriesPerSecond,
                QueriesPerSecondHalfWidth = result.RateHalfWidth,
                SamplesPerQuery = result.SamplesPerQuery,
                Queries = result.Queries,
                MinimumSeconds = result.Minimum.Value,
                MeanSeconds = result.Mean.Value,
                MaximumSeconds = result.Maximum.Value,
                Percentiles =
                [
                    .. result.Percentiles.Select(percentile => new LatencyPercentileJson
                    {
                        Percentile = percentile.Percentile,
                        Seconds = percentile.Latency.Value,
                        RelativeHalfWidth = percentile.HalfWidth,
                        AtMostSeconds = percentile.AtMost?.Value,
                    }),
                ],
                HeadlinePercentile = result.Headline?.Percentile,
                LagOneAutocorrelation = result.LagOne,
                GeneratorLatenessSeconds = result.Lateness?.Value,
                ShareOverBound = result.OverBound,
            };
}

internal sealed record LatencyPercentileJson
{
    public double Percentile { get; init; }
    public double Seconds { get; init; }
    public double? RelativeHalfWidth { get; init; }
    public double? AtMostSeconds { get; init; }
}
