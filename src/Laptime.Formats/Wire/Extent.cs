using System.Text.Json;

namespace Laptime.Formats.Wire;

/// <summary>Measures a document without keeping anything of it.</summary>
internal static class Extent
{
    private const int TrialDepth = 2;

    /// <summary>What of the document is larger than allowed, or lies deeper; null if nothing is.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static FormatError? Excess(ReadOnlySpan<byte> utf8, RunLimits limits)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = 2 * Document.MaximumDepth });
        int values = 0;
        int objects = 0;
        int trials = 0;
        bool areTrials = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                    areTrials = reader.ValueTextEquals("trials"u8);
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray:
                    break;
                case JsonTokenType.StartObject
                or JsonTokenType.StartArray when reader.CurrentDepth >= Document.MaximumDepth:
                    return new FormatError(
                        areTrials ? "$.trials" : "$",
                        $"nested deeper than {Document.MaximumDepth}, at byte {reader.TokenStartIndex + 1}"
                    );
                case JsonTokenType.StartArray:
                    break;
                case JsonTokenType.StartObject:
                    objects++;
                    trials += areTrials && reader.CurrentDepth == TrialDepth ? 1 : 0;
                    break;
                default:
                    values++;
                    break;
            }
            if (trials > limits.Trials)
            {
                return new FormatError("$.trials", $"has more than {limits.Trials} trials");
            }
            if (objects > limits.Objects || values > limits.Values)
            {
                return new FormatError(
                    areTrials ? "$.trials" : "$",
                    objects > limits.Objects
                        ? $"has more than {limits.Objects} objects"
                        : $"has more than {limits.Values} values"
                );
            }
        }
        return null;
    }
}
