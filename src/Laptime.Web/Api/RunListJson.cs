using System.ComponentModel;
using Laptime.Store;

namespace Laptime.Web.Api;

/// <summary>A page of runs.</summary>
internal sealed record RunListJson
{
    [Description("laptime.runs/1")]
    public string Schema { get; init; } = "laptime.runs/1";

    [Description("Runs that meet the conditions, on all pages.")]
    public required int Total { get; init; }

    [Description("Runs left out from the top.")]
    public required int Offset { get; init; }

    [Description("Runs on a page at most.")]
    public required int Limit { get; init; }

    [Description("The runs of this page.")]
    public required IReadOnlyList<RunSummaryJson> Runs { get; init; }
}

/// <summary>A run without its raw data. What is missing is not known.</summary>
internal sealed record RunSummaryJson
{
    [Description("Identity of the run.")]
    public required Guid Id { get; init; }

    [Description("When it began, UTC.")]
    public required DateTime StartedAt { get; init; }

    [Description("When it ended, UTC.")]
    public DateTime? EndedAt { get; init; }

    [Description("running, finished or cancelled")]
    public required string Status { get; init; }

    [Description("Name of the suite.")]
    public required string Suite { get; init; }

    [Description("quick, standard, certified or fixed")]
    public required string Tier { get; init; }

    [Description("Model of the device, else cpu or cuda:N.")]
    public required string Device { get; init; }

    [Description("Model of the device as its vendor says it, for the condition device_model.")]
    public string? DeviceModel { get; init; }

    public string? LibtorchVersion { get; init; }

    public string? HostName { get; init; }

    [Description("Cases of the suite.")]
    public required int Cases { get; init; }

    [Description("Trials that were measured.")]
    public required int Measured { get; init; }

    [Description("Trials that were skipped.")]
    public required int Skipped { get; init; }

    [Description("Trials that failed.")]
    public required int Failed { get; init; }

    [Description("What digest and signature tell: unsealed, unsigned, verified or altered.")]
    public required string Seal { get; init; }

    [Description("The words of whoever measured; anything may stand here.")]
    public string? Note { get; init; }

    [Description("When it was imported or handed in, UTC.")]
    public DateTime? ImportedAt { get; init; }

    public static RunSummaryJson Of(RunSummary run) =>
        new()
        {
            Id = run.Id,
            StartedAt = run.StartedAt.UtcDateTime,
            EndedAt = run.EndedAt?.UtcDateTime,
            Status = RunText.Word(run.Status),
            Suite = run.Suite,
            Tier = RunText.Word(run.Tier),
            Device = RunText.Device(run),
            DeviceModel = run.DeviceModel,
            LibtorchVersion = run.LibtorchVersion,
            HostName = run.HostName,
            Cases = run.Cases,
            Measured = run.Measured,
            Skipped = run.Skipped,
            Failed = run.Failed,
            Seal = RunText.Word(run.Seal),
            Note = run.Note,
            ImportedAt = run.ImportedAt?.UtcDateTime,
        };
}
