using System.Globalization;
using Laptime.Core.Quantities;

namespace Laptime.Core.Cases;

/// <summary>What a serving scenario holds fixed besides the axes of its case. Part of the case's identity.</summary>
public sealed record ServingTerms
{
    /// <summary>Latency that the 99th percentile must not exceed, above zero; of a server always there, null elsewhere.</summary>
    public Seconds? LatencyBound { get; init; }

    /// <summary>Queries per second offered to a server, above zero; null searches the largest rate within the bound.</summary>
    public double? Rate { get; init; }

    /// <summary>Clients of a closed loop, at least 1; null elsewhere.</summary>
    public int? Clients { get; init; }

    /// <summary>End of the case's id: <c>/within100ms/rate40</c>, <c>/clients4</c>; to the microsecond. Empty if nothing is fixed.</summary>
    internal string IdPart =>
        (LatencyBound is { } bound ? $"/within{Text(Math.Round(bound.Value * 1e6) / 1e3)}ms" : "")
        + (Rate is { } rate ? $"/rate{Text(rate)}" : "")
        + (Clients is { } clients ? $"/clients{clients}" : "");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
