using System.Text.Json;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Advising;

/// <summary>A job in a file: one JSON object with the fields of <see cref="JobOptions"/> and <c>workload</c>.</summary>
internal static class JobFile
{
    private const long Largest = 64 * 1024;

    /// <summary>Whether the text names a file rather than a workload.</summary>
    public static bool IsPath(string text) =>
        text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.Contains('/', StringComparison.Ordinal);

    /// <summary>The fields as text, numbers as they are written.</summary>
    /// <exception cref="AdviceException">The file cannot be read or is no job; the message says why.</exception>
    public static Dictionary<string, string> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Largest)
            {
                throw new AdviceException($"{path} is too large for a job: {Largest / 1024} KiB at most.");
            }
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Fields(document.RootElement, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AdviceException($"{path} cannot be read: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new AdviceException($"{path} is not JSON: line {e.LineNumber + 1}.");
        }
    }

    private static Dictionary<string, string> Fields(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new AdviceException($"{path} is no job: it must hold one JSON object.");
        }
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (!JobOptions.Names.Contains(member.Name))
            {
                string meant = Suggestion.For(member.Name, JobOptions.Names) is { } name
                    ? $" Did you mean {name}?"
                    : "";
                throw new AdviceException($"{path}: a job has no field '{member.Name}'.{meant}");
            }
            fields[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString()!,
                JsonValueKind.Number => member.Value.GetRawText(),
                _ => throw new AdviceException($"{path}: {member.Name} must be a text or a number."),
            };
        }
        return fields;
    }
}

/// <summary>Something in a question makes no sense; the message says what, and what to do. Told as a usage error.</summary>
internal sealed class AdviceException(string message) : Exception(message);
