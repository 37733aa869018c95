using System.Text;
using System.Text.Json;

namespace Laptime.Observation.Signs;

/// <summary>A JSON object with a member that counts steps, alone on its line or behind a log's prefix: <c>{"step": 10, "loss": 2.3}</c>.</summary>
public sealed class JsonLineRecogniser : IRecogniser
{
    private static readonly string[] Counters =
    [
        "global_step",
        "train/global_step",
        "trainer/global_step",
        "num_updates",
        "train_num_updates",
        "step",
        "_step",
        "steps",
        "train/step",
        "iter",
        "iteration",
        "update",
    ];

    /// <inheritdoc />
    public string Name => "json";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        int start = line.IndexOf("{\"", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }
        // Python writes NaN, which is no JSON; a loss that is not a number is a line like any other.
        string text = line[start..].Replace(": NaN", ": null", StringComparison.Ordinal);
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text));
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StepSign? Read(JsonElement json)
    {
        foreach (string name in Counters)
        {
            if (json.TryGetProperty(name, out JsonElement value) && Number(value) is >= 0 and double count)
            {
                string[] names = [.. json.EnumerateObject().Select(member => member.Name)];
                bool isTraining = Array.TrueForAll(
                    names,
                    member => Labels.Activity(member.Replace('_', ' ')) == Activity.Training
                );
                return new StepSign
                {
                    Series = isTraining ? name : $"{name}, validation",
                    Count = count,
                    Activity =
                        isTraining || Array.Exists(names, member => member is "loss" or "train_loss" or "train/loss")
                            ? Activity.Training
                            : Activity.Validation,
                };
            }
        }
        return null;
    }

    private static double? Number(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out double number) ? number : null,
            // fairseq writes figures as texts.
            JsonValueKind.String => Figure.Number(value.GetString()),
            _ => null,
        };
}
