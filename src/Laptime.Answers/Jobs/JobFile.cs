using System.Text.Json;

namespace Laptime.Answers.Jobs;

/// <summary>A job in a file: one JSON object with the fields of <see cref="JobFields"/>.</summary>
public static class JobFile
{
    private const long Largest = 64 * 1024;

    private static readonly string[] Names = [.. JobFields.All.Select(field => field.Name)];

    /// <summary>Whether the text names a file rather than a workload.</summary>
    public static bool IsPath(string text) =>
        text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.Contains('/', StringComparison.Ordinal);

    /// <summary>The fields as text, numbers as they are written.</summary>
    /// <exception cref="QuestionException">The file cannot be read or is no job; the message says why.</exception>
    public static IDictionary<string, string> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Largest)
            {
                throw new QuestionException($"{path} is too large for a job: {Largest / 1024} KiB at most.");
            }
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Fields(document.RootElement, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new QuestionException($"{path} cannot be read: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new QuestionException($"{path} is not JSON: line {e.LineNumber + 1}.");
        }
    }

    private static Dictionary<string, string> Fields(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new QuestionException($"{path} is no job: it must hold one JSON object.");
        }
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (!Names.Contains(member.Name))
            {
                string meant = Suggestion.For(member.Name, Names) is { } name ? $" Did you mean {name}?" : "";
                throw new QuestionException($"{path}: a job has no field '{member.Name}'.{meant}");
            }
            fields[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString()!,
                JsonValueKind.Number => member.Value.GetRawText(),
                _ => throw new QuestionException($"{path}: {member.Name} must be a text or a number."),
            };
        }
        return fields;
    }
}
