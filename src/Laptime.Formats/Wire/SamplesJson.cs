using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

internal sealed record SamplesJson
{
    public long? TicksPerSecond { get; init; }
    public double? TimerResolutionSeconds { get; init; }
    public double? HarnessOverheadSeconds { get; init; }
    public BlocksJson? Blocks { get; init; }
    public TelemetryJson? Telemetry { get; init; }
    public string? WarmupClass { get; init; }
    public string[]? Flags { get; init; }
    public string[]? Unverified { get; init; }
    public string? InvalidReason { get; init; }
    public bool? CutShort { get; init; }
    public int? ItemsPerStep { get; init; }
    public string? ItemName { get; init; }
    public long? Parameters { get; init; }
    public long? PeakResidentBytes { get; init; }
    public long? PeakDeviceBytes { get; init; }

    /// <summary>A loss that became NaN is a result too: the only place where "NaN" and "Infinity" may stand.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double[]? Checks { get; init; }
    public string? Fingerprint { get; init; }
    public DeviationJson? Deviation { get; init; }
    public Dictionary<string, string>? Settings { get; init; }
    public ServingSamplesJson? Serving { get; init; }
    public TransferFiguresJson? Transfer { get; init; }
    public EnergyJson[]? Energy { get; init; }

    public static SamplesJson From(TrialSamples samples) =>
        new()
        {
            TicksPerSecond = samples.TicksPerSecond,
            TimerResolutionSeconds = samples.TimerResolution.Value,
            HarnessOverheadSeconds = samples.HarnessOverhead.Value,
            Blocks = BlocksJson.From(samples.Blocks),
            Telemetry = TelemetryJson.From(samples.Telemetry),
            WarmupClass = samples.WarmupClass,
            Flags = [.. samples.Flags],
            Unverified = [.. samples.Unverified],
            InvalidReason = samples.InvalidReason,
            CutShort = samples.CutShort,
            ItemsPerStep = samples.ItemsPerStep,
            ItemName = samples.ItemName,
            Parameters = samples.Parameters,
            PeakResidentBytes = samples.PeakResident?.Value,
            PeakDeviceBytes = samples.PeakDevice?.Value,
            Checks = [.. samples.Checks],
            Fingerprint = samples.Fingerprint,
            Deviation = DeviationJson.From(samples.Deviation),
            Settings = new Dictionary<string, string>(samples.Settings),
            Serving = ServingSamplesJson.From(samples.Serving),
            Transfer = TransferFiguresJson.From(samples.Transfer),
            Energy = samples.Energy.IsEmpty ? null : [.. samples.Energy.Select(EnergyJson.From)],
        };

    public TrialSamples ToSamples(Place at) =>
        new()
        {
            TicksPerSecond = at["ticks_per_second"].AtLeast(1L, TicksPerSecond),
            TimerResolution = at["timer_resolution_seconds"].Duration(TimerResolutionSeconds),
            HarnessOverhead = at["harness_overhead_seconds"].Duration(HarnessOverheadSeconds),
            Blocks = at["blocks"].Required(Blocks).ToBlocks(at["blocks"]),
            Telemetry = at["telemetry"].Required(Telemetry).ToSamples(at["telemetry"]),
            WarmupClass = at["warmup_class"].Text(WarmupClass),
            Flags = Texts.Required(Flags, at["flags"]),
            Unverified = Texts.Required(Unverified, at["unverified"]),
            InvalidReason = at["invalid_reason"].TextOrNull(InvalidReason),
            CutShort = at["cut_short"].Required(CutShort),
            ItemsPerStep = at["items_per_step"].AtLeast(1, ItemsPerStep),
            ItemName = at["item_name"].Text(ItemName),
            Parameters = at["parameters"].AtLeast(0L, Parameters),
            PeakResident = at["peak_resident_bytes"].BytesOrNull(PeakResidentBytes),
            PeakDevice = at["peak_device_bytes"].BytesOrNull(PeakDeviceBytes),
            Checks = [.. at["checks"].Required(Checks)],
            Fingerprint = at["fingerprint"].TextOrNull(Fingerprint),
            Deviation = Deviation?.ToDeviation(at["deviation"]),
            Settings = Texts.Required(Settings, at["settings"]),
            Serving = Serving?.ToSamples(at["serving"]),
            Transfer = Transfer?.ToFigures(at["transfer"]),
            Energy = Energy is null
                ? []
                : [.. Energy.Select((one, i) => at["energy"][i].Required(one).ToReading(at["energy"][i]))],
        };
}

/// <summary>Lists and tables of texts.</summary>
internal static class Texts
{
    public static ImmutableArray<string> Required(string[]? texts, Place at) =>
        [.. at.Required(texts).Select((text, i) => at[i].Text(text))];

    public static ImmutableSortedDictionary<string, string> Required(Dictionary<string, string>? texts, Place at) =>
        at.Required(texts)
            .ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => at[pair.Key].Text(pair.Value),
                StringComparer.Ordinal
            );
}
