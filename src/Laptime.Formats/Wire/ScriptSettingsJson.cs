using System.Collections.Immutable;
using Laptime.Core.Scripts;

namespace Laptime.Formats.Wire;

/// <summary>A TorchScript program and what it is run with.</summary>
internal sealed record ScriptSettingsJson
{
    public string? Path { get; init; }
    public string? Digest { get; init; }

    /// <summary>As they are typed, the batch as N.</summary>
    public string[]? Inputs { get; init; }
    public string? Loss { get; init; }
    public string? Optimizer { get; init; }
    public double? LearningRate { get; init; }
    public string[]? Operators { get; init; }

    public static ScriptSettingsJson? From(ScriptSettings? settings) =>
        settings is null
            ? null
            : new ScriptSettingsJson
            {
                Path = settings.Path,
                Digest = settings.Digest,
                Inputs = [.. settings.Inputs.Select(input => input.ToString())],
                Loss = settings.Loss is { } loss ? Words.Of(loss) : null,
                Optimizer = settings.Optimizer is { } optimizer ? Words.Of(optimizer) : null,
                LearningRate = settings.Rate,
                Operators = settings.Operators.IsEmpty ? null : [.. settings.Operators],
            };

    public ScriptSettings ToSettings(Place at) =>
        new()
        {
            Path = at["path"].Text(Path),
            Digest = at["digest"].Name(Digest),
            Inputs = ToInputs(at["inputs"]),
            Loss = Loss is null ? null : at["loss"].Word<ScriptLoss>(Loss),
            Optimizer = Optimizer is null ? null : at["optimizer"].Word<ScriptOptimizer>(Optimizer),
            Rate = at["learning_rate"].FiniteOrNull(LearningRate),
            Operators = [.. (Operators ?? []).Select((path, i) => at["operators"][i].Text(path))],
        };

    private ImmutableArray<ScriptInput> ToInputs(Place at) =>
        [
            .. at.Required(Inputs)
                .Select(
                    (text, i) =>
                        ScriptInputText.Read(at[i].Text(text)) is ({ } input, _)
                            ? input
                            : throw at[i].Error($"must be an input such as {ScriptInputText.Form}")
                ),
        ];
}
