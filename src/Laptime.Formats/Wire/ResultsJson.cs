using System.Collections.Immutable;
using Laptime.Core.Findings;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Sweeps;

namespace Laptime.Formats.Wire;

internal sealed record ResultsJson
{
    public string? Schema { get; init; }
    public Guid RunId { get; init; }
    public string? Suite { get; init; }
    public string? Tier { get; init; }
    public string? Status { get; init; }
    public string? StartedAt { get; init; }
    public string? ThermalState { get; init; }
    public string? Seal { get; init; }
    public string? SignedBy { get; init; }
    public ScriptSettingsJson? Script { get; init; }
    public PlatformJson? Platform { get; init; }
    public BatchSearchJson[]? BatchSearches { get; init; }
    public SweepJson[]? Sweeps { get; init; }
    public ResultJson[]? Results { get; init; }

    public static ResultsJson From(Run run, ImmutableArray<CaseResult> results, string schema) =>
        new()
        {
            Schema = schema,
            RunId = run.Id,
            Suite = run.Suite.Name,
            Tier = Words.Of(run.Tier),
            Status = Words.Of(run.Status),
            StartedAt = Words.Of(run.StartedAt),
            ThermalState = run.ThermalState,
            Script = ScriptSettingsJson.From(run.Script),
            Platform = PlatformJson.From(run.Platform, PlatformDocument.Schema),
            BatchSearches = BatchSearchJson.From(run.BatchSearches),
            Sweeps = SweepJson.From(Sweep.Of(run, results)),
            Results = [.. results.Select(ResultJson.From)],
        };
}

internal sealed record ResultJson
{
    public CaseJson? Case { get; init; }
    public string? Status { get; init; }
    public string? Reason { get; init; }
    public string? Advice { get; init; }
    public string? Item { get; init; }
    public long? Parameters { get; init; }
    public double? ItemsPerSecond { get; init; }
    public double? DeliveredItemsPerSecond { get; init; }
    public double? StepSeconds { get; init; }

    /// <summary>Of the 95 % interval, as a fraction of step_seconds and of items_per_second.</summary>
    public double? RelativeHalfWidth { get; init; }
    public double? TailTax { get; init; }
    public double[]? LaunchStepSeconds { get; init; }
    public int? InvalidLaunches { get; init; }
    public int? Blocks { get; init; }
    public long? PeakResidentBytes { get; init; }
    public long? PeakDeviceBytes { get; init; }
    public DeviationJson? Deviation { get; init; }
    public string? Grade { get; init; }
    public bool Resolved { get; init; }
    public bool Rankable { get; init; }
    public FindingJson[]? Findings { get; init; }

    /// <summary>Latencies and rate of a serving scenario.</summary>
    public ServingResultJson? Serving { get; init; }

    /// <summary>Figures of the transfer-learning jobs, one for each launch.</summary>
    public TransferFiguresJson[]? Transfer { get; init; }

    /// <summary>Energy by boundary, where it was asked for.</summary>
    public EnergyResultJson[]? Energy { get; init; }

    public static ResultJson From(CaseResult result) =>
        new()
        {
            Case = CaseJson.From(result.Case),
            Status = Words.Of(result.Status),
            Reason = result.Reason,
            Advice = result.Advice,
            Item = result.ItemName,
            Parameters = result.Parameters,
            ItemsPerSecond = Known(result.ItemsPerSecond),
            DeliveredItemsPerSecond = Known(result.DeliveredItemsPerSecond),
            StepSeconds = Known(result.StepTime?.Value),
            RelativeHalfWidth = Known(result.HalfWidth),
            TailTax = Known(result.TailTax),
            LaunchStepSeconds = [.. result.Launches.Select(seconds => seconds.Value)],
            InvalidLaunches = result.InvalidLaunches,
            Blocks = result.Blocks,
            PeakResidentBytes = result.PeakResident?.Value,
            PeakDeviceBytes = result.PeakDevice?.Value,
            Deviation = DeviationJson.From(result.Deviation),
            Grade = result.Grade?.ToString(),
            Resolved = result.Resolved,
            Rankable = result.Rankable,
            Findings = [.. result.Findings.Select(FindingJson.From)],
            Energy = result.Energy.IsEmpty ? null : [.. result.Energy.Select(EnergyResultJson.From)],
            Serving = ServingResultJson.From(result.Serving),
            Transfer = result.Transfer.IsEmpty
                ? null
                : [.. result.Transfer.Select(figures => TransferFiguresJson.From(figures)!)],
        };

    // An imported step may have taken no time at all: its speed is not known then, and JSON has no infinity.
    private static double? Known(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

internal sealed record FindingJson
{
    public string? Code { get; init; }
    public string? Severity { get; init; }
    public string? Message { get; init; }
    public string? Advice { get; init; }

    public static FindingJson From(Finding finding) =>
        new()
        {
            Code = finding.Code,
            Severity = Words.Of(finding.Severity),
            Message = finding.Message,
            Advice = finding.Advice,
        };
}
