using System.Globalization;
using Laptime.Core.Quantities;
using Laptime.Core.Sweeps;
using Laptime.Probe.MainMemory;

namespace Laptime.Cli.Reports;

/// <summary>Searches for a batch in few words.</summary>
internal static class BatchSearchText
{
    /// <summary>What sets the edge on this machine: <c>within 21.9 GiB that are available, …</c>.</summary>
    public static string Bounds(MemoryRoom room)
    {
        string?[] bounds =
        [
            room.Room is { } rest ? $"within {rest} (what can be had, less {room.Margin} for others)" : null,
            Limit("address space", room.AddressSpace, "ulimit -v"),
            Limit("data", room.Data, "ulimit -d"),
            Limit("control group", room.ControlGroup, null),
        ];
        string text = string.Join(", ", bounds.Where(bound => bound is not null));
        return text.Length > 0 ? text : "within whatever memory there is";
    }

    /// <summary>How a size did: <c>fits, 43.1 images/s, 1.2 GiB</c>.</summary>
    public static string Describe(BatchProbe probe, string itemName) =>
        probe.Fits
            ? $"fits, {Rate(probe.ItemsPerSecond)} {itemName}s/s, {probe.PeakDevice ?? probe.PeakResident}"
            : $"does not fit. {probe.Reason}";

    /// <summary>What the search came to, one sentence.</summary>
    public static string Conclude(BatchSearch search) =>
        search switch
        {
            { Obstacle: not null } => "The batch was not searched for: the case cannot run here.",
            { Largest: null } => "No batch fits, not even 1.",
            { IsExact: true } =>
                $"Largest batch that fits: {search.Largest} ({search.SmallestTooLarge} does not). Best throughput: {search.Best}.",
            { IsCutShort: true } =>
                $"At least {search.Largest} fits; the time allowed (--budget) ended the search{Below(search)}. Best throughput so far: {search.Best}.",
            _ => $"{search.Largest} fits; larger ones are not tried. Best throughput: {search.Best}.",
        };

    /// <summary>A rate without an interval, three digits.</summary>
    public static string Rate(double? rate) =>
        rate?.ToString(rate >= 100 ? "N0" : "G3", CultureInfo.InvariantCulture) ?? "?";

    private static string Below(BatchSearch search) =>
        search.SmallestTooLarge is { } tooLarge ? $", {tooLarge} does not" : "";

    private static string? Limit(string name, Bytes? limit, string? command) =>
        limit is null ? null
        : command is null ? $"{name} of {limit}"
        : $"{name} of {limit} ({command})";
}
