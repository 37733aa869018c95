using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

internal sealed record RequestJson
{
    public string? Schema { get; init; }
    public Guid? TrialId { get; init; }
    public Guid? RunId { get; init; }
    public CaseJson? Case { get; init; }
    public int? Launch { get; init; }
    public int? Order { get; init; }
    public long? Seed { get; init; }
    public string? Tier { get; init; }
    public int? StepsPerBlock { get; init; }
    public double? BudgetSeconds { get; init; }
    public double? ExpectedQueriesPerSecond { get; init; }
    public string? WeightsPath { get; init; }

    /// <summary>True, or left out.</summary>
    public bool? IsFitting { get; init; }
    public TransferSettingsJson? Transfer { get; init; }
    public bool? MeasuresEnergy { get; init; }
    public ScriptSettingsJson? Script { get; init; }

    public static RequestJson From(TrialRequest request, string schema) =>
        new()
        {
            Schema = schema,
            TrialId = request.TrialId,
            RunId = request.RunId,
            Case = CaseJson.From(request.Case),
            Launch = request.Launch,
            Order = request.Order,
            Seed = request.Seed,
            Tier = Words.Of(request.Tier),
            StepsPerBlock = request.StepsPerBlock,
            BudgetSeconds = request.Budget?.Value,
            ExpectedQueriesPerSecond = request.ExpectedRate,
            WeightsPath = request.WeightsPath,
            IsFitting = request.IsFitting ? true : null,
            Transfer = TransferSettingsJson.From(request.Transfer),
            MeasuresEnergy = request.MeasuresEnergy ? true : null,
            Script = ScriptSettingsJson.From(request.Script),
        };

    public TrialRequest ToRequest(Place at) =>
        new()
        {
            TrialId = at["trial_id"].Id(TrialId),
            RunId = at["run_id"].Id(RunId),
            Case = at["case"].Required(Case).ToCase(at["case"]),
            Launch = at["launch"].AtLeast(1, Launch),
            Order = at["order"].AtLeast(0, Order),
            Seed = at["seed"].Required(Seed),
            Tier = at["tier"].Word<Tier>(Tier),
            StepsPerBlock = at["steps_per_block"].AtLeastOrNull(1, StepsPerBlock),
            Budget = at["budget_seconds"].DurationOrNull(BudgetSeconds),
            ExpectedRate = at["expected_queries_per_second"].RateOrNull(ExpectedQueriesPerSecond),
            WeightsPath = at["weights_path"].TextOrNull(WeightsPath),
            IsFitting = IsFitting ?? false,
            Transfer = Transfer?.ToSettings(at["transfer"]),
            MeasuresEnergy = MeasuresEnergy ?? false,
            Script = Script?.ToSettings(at["script"]),
        };
}
