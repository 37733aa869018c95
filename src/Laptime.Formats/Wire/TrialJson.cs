using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

internal sealed record TrialJson
{
    public string? Schema { get; init; }
    public Guid? Id { get; init; }
    public Guid? RunId { get; init; }
    public CaseJson? Case { get; init; }
    public int? Launch { get; init; }
    public int? Order { get; init; }
    public long? Seed { get; init; }
    public string? StartedAt { get; init; }
    public double? ElapsedSeconds { get; init; }
    public string? Outcome { get; init; }
    public string? Reason { get; init; }
    public string? Attempted { get; init; }
    public string? Advice { get; init; }
    public SamplesJson? Samples { get; init; }

    public static TrialJson From(Trial trial, string? schema)
    {
        OutcomeJson outcome = OutcomeJson.From(trial.Outcome);
        return new TrialJson
        {
            Schema = schema,
            Id = trial.Id,
            RunId = trial.RunId,
            Case = CaseJson.From(trial.Case),
            Launch = trial.Launch,
            Order = trial.Order,
            Seed = trial.Seed,
            StartedAt = Words.Of(trial.StartedAt),
            ElapsedSeconds = trial.Elapsed.Value,
            Outcome = outcome.Outcome,
            Reason = outcome.Reason,
            Attempted = outcome.Attempted,
            Advice = outcome.Advice,
            Samples = outcome.Samples,
        };
    }

    public Trial ToTrial(Place at) =>
        new()
        {
            Id = at["id"].Id(Id),
            RunId = at["run_id"].Id(RunId),
            Case = at["case"].Required(Case).ToCase(at["case"]),
            Launch = at["launch"].AtLeast(1, Launch),
            Order = at["order"].AtLeast(0, Order),
            Seed = at["seed"].Required(Seed),
            StartedAt = at["started_at"].Instant(StartedAt),
            Elapsed = at["elapsed_seconds"].Duration(ElapsedSeconds),
            Outcome = new OutcomeJson
            {
                Outcome = Outcome,
                Reason = Reason,
                Attempted = Attempted,
                Advice = Advice,
                Samples = Samples,
            }.ToOutcome(at),
        };
}

/// <summary>How a trial ended, one word and the fields that belong to it.</summary>
internal sealed record OutcomeJson
{
    public string? Outcome { get; init; }
    public string? Reason { get; init; }
    public string? Attempted { get; init; }
    public string? Advice { get; init; }
    public SamplesJson? Samples { get; init; }

    public static OutcomeJson From(TrialOutcome outcome) =>
        outcome switch
        {
            TrialOutcome.Measured measured => new OutcomeJson
            {
                Outcome = "measured",
                Samples = SamplesJson.From(measured.Samples),
            },
            TrialOutcome.Skipped skipped => new OutcomeJson { Outcome = "skipped", Reason = skipped.Reason },
            TrialOutcome.Failed failed => new OutcomeJson
            {
                Outcome = "failed",
                Attempted = failed.Attempted,
                Advice = failed.Advice,
            },
            _ => throw new ArgumentException($"Unknown outcome {outcome.GetType().Name}.", nameof(outcome)),
        };

    public TrialOutcome ToOutcome(Place at) =>
        at["outcome"].Required(Outcome) switch
        {
            "measured" => new TrialOutcome.Measured(at["samples"].Required(Samples).ToSamples(at["samples"])),
            "skipped" => new TrialOutcome.Skipped(at["reason"].Text(Reason)),
            "failed" => new TrialOutcome.Failed(at["attempted"].Text(Attempted), at["advice"].Text(Advice)),
            _ => throw at["outcome"].Error("must be one of measured, skipped, failed"),
        };
}
