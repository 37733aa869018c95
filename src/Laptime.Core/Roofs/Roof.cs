using System.Collections.Immutable;
using Laptime.Core.Statistics;

namespace Laptime.Core.Roofs;

/// <summary>A vendor's figure for a roof.</summary>
/// <param name="Rate">Units a second.</param>
/// <param name="Device">Device model in the catalog.</param>
/// <param name="Sources">Where the figure comes from, by short name.</param>
public sealed record VendorFigure(double Rate, string Device, ImmutableArray<string> Sources);

/// <summary>The best rate that a machine reaches in one sort of work, from several fresh processes.</summary>
public sealed record Roof
{
    // One look, five processes: as the quick tier takes it.
    private const double Quantile = 0.975;

    /// <summary>What was measured.</summary>
    public required RoofSubject Subject { get; init; }

    /// <summary>
    /// Units a second in the fastest repetition of the fastest process; null if it cannot be measured here. Disturbances
    /// only ever slow a machine down, so the fastest is the closest to what it can do.
    /// </summary>
    public double? Rate { get; init; }

    /// <summary>Fastest repetition of each process, in order.</summary>
    public ImmutableArray<double> Launches { get; init; } = [];

    /// <summary>Geometric mean of <see cref="Launches"/>.</summary>
    public double? Mean { get; init; }

    /// <summary>Relative half-width of the 95 % interval of <see cref="Mean"/>, Student's t over processes; null with fewer than two.</summary>
    public double? HalfWidth { get; init; }

    /// <summary>Geometric mean of the processes' median repetitions: what one gets without looking for the fastest.</summary>
    public double? Typical { get; init; }

    /// <summary>How it was done.</summary>
    public string? Method { get; init; }

    /// <summary>Why there is no figure; null if there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>The vendor's figure; null: the catalog has none for this device.</summary>
    public VendorFigure? Vendor { get; init; }

    /// <summary>Part of the vendor's figure that was reached.</summary>
    public double? Share => Rate / Vendor?.Rate;

    /// <summary>Median process by the fastest: near 1 where nothing disturbed them.</summary>
    public double? Steadiness => Launches.IsEmpty ? null : Outliers.Quantile([.. Launches.Order()], 0.5) / Rate;

    /// <summary>Summarizes what the processes found.</summary>
    /// <param name="subject">What they measured.</param>
    /// <param name="readings">One for each process, in order; at least one.</param>
    /// <param name="vendor">The vendor's figure, if there is one.</param>
    public static Roof Of(RoofSubject subject, ImmutableArray<RoofReading> readings, VendorFigure? vendor)
    {
        ImmutableArray<RoofReading.Measured> measured = [.. readings.OfType<RoofReading.Measured>()];
        if (measured.IsEmpty)
        {
            return new Roof
            {
                Subject = subject,
                Reason = readings.OfType<RoofReading.Unavailable>().First().Reason,
                Vendor = vendor,
            };
        }
        LaunchInterval mean = LaunchInterval.FromLogs(
            [.. measured.Select(reading => -Math.Log(reading.Best))],
            Quantile,
            floor: 0
        );
        return new Roof
        {
            Subject = subject,
            Rate = measured.Max(reading => reading.Best),
            Mean = 1 / mean.Seconds,
            HalfWidth = mean.HalfWidth,
            Launches = [.. measured.Select(reading => reading.Best)],
            Typical = Math.Exp(measured.Average(reading => Math.Log(reading.Typical))),
            Method = measured.MaxBy(reading => reading.Best)!.Method,
            Vendor = vendor,
        };
    }
}
