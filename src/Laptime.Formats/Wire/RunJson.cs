using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

/// <summary>A run with its trials; also, with no trials, the head of a run.</summary>
internal sealed record RunJson
{
    public string? Schema { get; init; }
    public Guid? Id { get; init; }
    public string? ToolVersion { get; init; }
    public int? ProtocolVersion { get; init; }
    public SuiteJson? Suite { get; init; }
    public string? Tier { get; init; }
    public int? Repeat { get; init; }
    public double? BudgetSeconds { get; init; }
    public long? Seed { get; init; }
    public string? StartedAt { get; init; }
    public string? EndedAt { get; init; }
    public string? Status { get; init; }
    public PlatformJson? Platform { get; init; }
    public string? WeightsPath { get; init; }
    public TransferSettingsJson? Transfer { get; init; }
    public bool? MeasuresEnergy { get; init; }
    public BatchSearchJson[]? BatchSearches { get; init; }
    public ScriptSettingsJson? Script { get; init; }
    public string? ThermalState { get; init; }
    public string? Note { get; init; }
    public SealJson? Seal { get; init; }
    public TrialJson[]? Trials { get; init; }

    public static RunJson From(RunRecord record, string schema)
    {
        Run run = record.Run;
        return new RunJson
        {
            Schema = schema,
            Id = run.Id,
            ToolVersion = run.ToolVersion,
            ProtocolVersion = run.ProtocolVersion,
            Suite = SuiteJson.From(run.Suite),
            Tier = Words.Of(run.Tier),
            Repeat = run.Repeat,
            BudgetSeconds = run.Budget.Value,
            Seed = run.Seed,
            StartedAt = Words.Of(run.StartedAt),
            EndedAt = run.EndedAt is { } ended ? Words.Of(ended) : null,
            Status = Words.Of(run.Status),
            Platform = PlatformJson.From(run.Platform, schema: null),
            WeightsPath = run.WeightsPath,
            Transfer = TransferSettingsJson.From(run.Transfer),
            MeasuresEnergy = run.MeasuresEnergy ? true : null,
            BatchSearches = BatchSearchJson.From(run.BatchSearches),
            Script = ScriptSettingsJson.From(run.Script),
            ThermalState = run.ThermalState,
            Note = run.Note,
            Seal = SealJson.From(run.Seal),
            Trials = [.. record.Trials.Select(trial => TrialJson.From(trial, schema: null))],
        };
    }

    public RunRecord ToRecord(Place at)
    {
        Run run = new()
        {
            Id = at["id"].Id(Id),
            ToolVersion = at["tool_version"].Text(ToolVersion),
            ProtocolVersion = at["protocol_version"].AtLeast(1, ProtocolVersion),
            Suite = at["suite"].Required(Suite).ToSuite(at["suite"]),
            Tier = at["tier"].Word<Tier>(Tier),
            Repeat = at["repeat"].AtLeastOrNull(1, Repeat),
            Budget = at["budget_seconds"].Duration(BudgetSeconds),
            Seed = at["seed"].Required(Seed),
            StartedAt = at["started_at"].Instant(StartedAt),
            EndedAt = at["ended_at"].InstantOrNull(EndedAt),
            Status = at["status"].Word<RunStatus>(Status),
            Platform = at["platform"].Required(Platform).ToFacts(at["platform"]),
            WeightsPath = at["weights_path"].TextOrNull(WeightsPath),
            Transfer = Transfer?.ToSettings(at["transfer"]),
            MeasuresEnergy = MeasuresEnergy ?? false,
            BatchSearches = BatchSearchJson.ToSearches(BatchSearches, at["batch_searches"]),
            Script = Script?.ToSettings(at["script"]),
            ThermalState = at["thermal_state"].TextOrNull(ThermalState),
            Note = at["note"].TextOrNull(Note),
            Seal = Seal?.ToSeal(at["seal"]),
        };
        return new RunRecord(run, ToTrials(run.Id, at["trials"]));
    }

    private ImmutableArray<Trial> ToTrials(Guid runId, Place at)
    {
        TrialJson[] wire = at.Required(Trials);
        Dictionary<Guid, int> seen = [];
        var trials = ImmutableArray.CreateBuilder<Trial>(wire.Length);
        for (int i = 0; i < wire.Length; i++)
        {
            Trial trial = at[i].Required(wire[i]).ToTrial(at[i]);
            if (!seen.TryAdd(trial.Id, i))
            {
                throw at[i]["id"].Error($"the same id as {at[seen[trial.Id]].Path}");
            }
            if (trial.RunId != runId)
            {
                throw at[i]["run_id"].Error("not the id of this run");
            }
            trials.Add(trial);
        }
        return trials.MoveToImmutable();
    }
}

internal sealed record SuiteJson
{
    public string? Name { get; init; }
    public int? Version { get; init; }
    public double? BudgetSeconds { get; init; }
    public CaseJson[]? Cases { get; init; }

    public static SuiteJson From(Suite suite) =>
        new()
        {
            Name = suite.Name,
            Version = suite.Version,
            BudgetSeconds = suite.Budget.Value,
            Cases = [.. suite.Cases.Select(CaseJson.From)],
        };

    public Suite ToSuite(Place at)
    {
        CaseJson[] cases = at["cases"].Required(Cases);
        return new Suite
        {
            Name = at["name"].Name(Name),
            Version = at["version"].AtLeast(1, Version),
            Budget = at["budget_seconds"].Duration(BudgetSeconds),
            Cases = [.. cases.Select((one, i) => at["cases"][i].Required(one).ToCase(at["cases"][i]))],
        };
    }
}

internal sealed record SealJson
{
    public int? Form { get; init; }
    public string? Digest { get; init; }
    public string? PublicKey { get; init; }
    public string? Signature { get; init; }

    public static SealJson? From(RunSeal? seal) =>
        seal is null
            ? null
            : new SealJson
            {
                Form = seal.Form,
                Digest = seal.Digest,
                PublicKey = seal.PublicKey,
                Signature = seal.Signature,
            };

    public RunSeal ToSeal(Place at) =>
        new()
        {
            Form = at["form"].AtLeast(1, Form),
            Digest = at["digest"].Text(Digest),
            PublicKey = at["public_key"].TextOrNull(PublicKey),
            Signature = at["signature"].TextOrNull(Signature),
        };
}
