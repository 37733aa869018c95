using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;

namespace Laptime.Answers.Catalogs;

/// <summary>Which published speeds are wanted. Null and empty: whichever.</summary>
public sealed record SpeedFilter
{
    /// <summary>Arithmetics to choose from.</summary>
    public static IReadOnlyList<string> Precisions { get; } = ["fp32", "tf32", "fp16", "bf16"];

    /// <summary>A part of the workload's name.</summary>
    public string? Workload { get; init; }

    /// <summary>Ids of devices.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>How it is driven.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>Arithmetic.</summary>
    public string? Precision { get; init; }

    /// <summary>The speeds that are wanted, by workload and scenario, the fastest first.</summary>
    public IEnumerable<PublishedSpeed> Apply(Catalog catalog) =>
        catalog
            .Speeds.Where(speed =>
                (Workload is null || speed.Workload.Contains(Workload, StringComparison.OrdinalIgnoreCase))
                && (Devices.IsEmpty || Devices.Contains(speed.Device))
                && (Scenario is null || speed.Scenario == Scenario)
                && (Precision is null || speed.Precision == Precision)
            )
            .OrderBy(speed => speed.Workload, StringComparer.Ordinal)
            .ThenBy(speed => speed.Scenario)
            .ThenByDescending(speed => speed.ItemsPerSecond);
}
