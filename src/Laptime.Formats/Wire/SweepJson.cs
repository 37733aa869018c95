using System.Collections.Immutable;
using Laptime.Core.Sweeps;

namespace Laptime.Formats.Wire;

internal sealed record DeviationJson
{
    public int? Items { get; init; }
    public double? RelativeRms { get; init; }
    public double? LargestDifference { get; init; }
    public double? SameTopShare { get; init; }

    public static DeviationJson? From(OutputDeviation? deviation) =>
        deviation is null
            ? null
            : new DeviationJson
            {
                Items = deviation.Items,
                RelativeRms = deviation.RelativeRms,
                LargestDifference = deviation.Largest,
                SameTopShare = deviation.SameTop,
            };

    public OutputDeviation ToDeviation(Place at) =>
        new()
        {
            Items = at["items"].AtLeast(1, Items),
            RelativeRms = at["relative_rms"].FiniteOrNull(RelativeRms),
            Largest = at["largest_difference"].FiniteOrNull(LargestDifference),
            SameTop = at["same_top_share"].FiniteOrNull(SameTopShare),
        };
}

internal sealed record BatchSearchJson
{
    public CaseJson? Case { get; init; }
    public string? Obstacle { get; init; }
    public double? TimeAllowedSeconds { get; init; }

    /// <summary>These four follow from the rest; written so that nobody else has to work them out.</summary>
    public int? LargestBatch { get; init; }
    public int? BestBatch { get; init; }
    public bool? IsExact { get; init; }
    public bool? IsCutShort { get; init; }
    public BatchProbeJson[]? Tried { get; init; }

    public static BatchSearchJson[]? From(ImmutableArray<BatchSearch> searches) =>
        searches.IsEmpty
            ? null
            :
            [
                .. searches.Select(search => new BatchSearchJson
                {
                    Case = CaseJson.From(search.Case),
                    Obstacle = search.Obstacle,
                    TimeAllowedSeconds = search.TimeAllowed?.Value,
                    LargestBatch = search.Largest,
                    BestBatch = search.Best,
                    IsExact = search.IsExact,
                    IsCutShort = search.IsCutShort,
                    Tried = [.. search.Probes.Select(BatchProbeJson.From)],
                }),
            ];

    public static ImmutableArray<BatchSearch> ToSearches(BatchSearchJson[]? wire, Place at) =>
        [.. (wire ?? []).Select((one, i) => at[i].Required(one).ToSearch(at[i]))];

    private BatchSearch ToSearch(Place at) =>
        new()
        {
            Case = at["case"].Required(Case).ToCase(at["case"]),
            Obstacle = at["obstacle"].TextOrNull(Obstacle),
            TimeAllowed = at["time_allowed_seconds"].DurationOrNull(TimeAllowedSeconds),
            Probes =
            [
                .. at["tried"].Required(Tried).Select((one, i) => at["tried"][i].Required(one).ToProbe(at["tried"][i])),
            ],
        };
}

internal sealed record BatchProbeJson
{
    public int? Batch { get; init; }
    public bool? Fits { get; init; }
    public string? Reason { get; init; }
    public double? ItemsPerSecond { get; init; }
    public long? PeakResidentBytes { get; init; }
    public long? PeakDeviceBytes { get; init; }
    public double? ElapsedSeconds { get; init; }

    public static BatchProbeJson From(BatchProbe probe) =>
        new()
        {
            Batch = probe.Batch,
            Fits = probe.Fits,
            Reason = probe.Reason,
            ItemsPerSecond = probe.ItemsPerSecond,
            PeakResidentBytes = probe.PeakResident?.Value,
            PeakDeviceBytes = probe.PeakDevice?.Value,
            ElapsedSeconds = probe.Elapsed.Value,
        };

    public BatchProbe ToProbe(Place at) =>
        new()
        {
            Batch = at["batch"].AtLeast(1, Batch),
            Fits = at["fits"].Required(Fits),
            Reason = at["reason"].TextOrNull(Reason),
            ItemsPerSecond = at["items_per_second"].FiniteOrNull(ItemsPerSecond),
            PeakResident = at["peak_resident_bytes"].BytesOrNull(PeakResidentBytes),
            PeakDevice = at["peak_device_bytes"].BytesOrNull(PeakDeviceBytes),
            Elapsed = at["elapsed_seconds"].Duration(ElapsedSeconds),
        };
}

/// <summary>A sweep in the results; written, never read back.</summary>
internal sealed record SweepJson
{
    public string? Workload { get; init; }
    public string? Scenario { get; init; }
    public string? Device { get; init; }
    public Dictionary<string, int>? Shape { get; init; }
    public SweepRowJson[]? Rows { get; init; }

    public static SweepJson[]? From(ImmutableArray<Sweep> sweeps) =>
        sweeps.IsEmpty
            ? null
            :
            [
                .. sweeps.Select(sweep => new SweepJson
                {
                    Workload = sweep.First.Workload,
                    Scenario = Words.Of(sweep.First.Scenario),
                    Device = sweep.First.Device.ToString(),
                    Shape = new Dictionary<string, int>(sweep.First.Shape),
                    Rows = [.. sweep.Rows.Select(SweepRowJson.From)],
                }),
            ];
}

internal sealed record SweepRowJson
{
    public int? Batch { get; init; }
    public string? Precision { get; init; }
    public int? Threads { get; init; }
    public string? Mode { get; init; }
    public string? Status { get; init; }
    public string? Reason { get; init; }
    public double? ItemsPerSecond { get; init; }
    public double? RelativeHalfWidth { get; init; }
    public double? RelativeToBest { get; init; }
    public double? RelativeToFirst { get; init; }
    public long? PeakResidentBytes { get; init; }
    public long? PeakDeviceBytes { get; init; }
    public DeviationJson? Deviation { get; init; }

    public static SweepRowJson From(SweepRow row) =>
        new()
        {
            Batch = row.Result.Case.Batch,
            Precision = Words.Of(row.Result.Case.Precision),
            Threads = row.Result.Case.Threads,
            Mode = Words.Of(row.Result.Case.Mode),
            Status = Words.Of(row.Result.Status),
            Reason = row.Result.Reason,
            ItemsPerSecond = row.Result.ItemsPerSecond,
            RelativeHalfWidth = row.Result.HalfWidth,
            RelativeToBest = row.OfBest,
            RelativeToFirst = row.OfFirst,
            PeakResidentBytes = row.Result.PeakResident?.Value,
            PeakDeviceBytes = row.Result.PeakDevice?.Value,
            Deviation = DeviationJson.From(row.Result.Deviation),
        };
}
