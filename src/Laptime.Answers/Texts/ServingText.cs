using System.Globalization;
using Laptime.Core.Quantities;
using Laptime.Core.Serving;

namespace Laptime.Answers.Texts;

/// <summary>Latencies and rates in few words.</summary>
public static class ServingText
{
    /// <summary>The figure that stands for a case: <c>p90 15.21 ± 0.42 ms</c>, <c>52.1 ± 1.4 queries/s</c>.</summary>
    public static string Headline(ServingResult serving) =>
        serving.Headline is { } headline
            ? $"{Name(headline.Percentile)} {Latency(headline.Latency, headline.HalfWidth)}"
            : $"{Rate(serving)} queries/s";

    /// <summary>Queries per second, with their interval where there is one.</summary>
    public static string Rate(ServingResult serving) =>
        serving.RateHalfWidth is { } halfWidth
            ? Figures.WithInterval(serving.QueriesPerSecond, serving.QueriesPerSecond * halfWidth)
            : serving.QueriesPerSecond.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Name of a percentile: <c>p99.9</c>.</summary>
    public static string Name(double percentile) =>
        string.Create(CultureInfo.InvariantCulture, $"p{percentile * 100:G4}");

    /// <summary>A latency with its interval, in the unit that suits it.</summary>
    public static string Latency(Seconds latency, double? halfWidth)
    {
        if (halfWidth is not { } relative)
        {
            return latency.ToString();
        }
        (double factor, string unit) = latency.Value switch
        {
            < 1e-3 => (1e6, "µs"),
            < 1 => (1e3, "ms"),
            _ => (1, "s"),
        };
        double value = latency.Value * factor;
        return $"{Figures.WithInterval(value, value * relative)} {unit}";
    }
}
