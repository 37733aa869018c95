using System.Collections.Immutable;
using System.Text.Json;

namespace Laptime.Probe.Hosts;

/// <summary>
/// Reads data/platforms.json, which is built into this library. By hand: a serializer would take longer to start than
/// all of the probe.
/// </summary>
internal static class PlatformCatalogJson
{
    /// <summary>The catalog that this library was built with.</summary>
    public static PlatformCatalog Load()
    {
        using var document = JsonDocument.Parse(Open());
        var root = document.RootElement;
        return new PlatformCatalog
        {
            Schema = Text(root, "schema"),
            Collected = Text(root, "collected"),
            Sources = root.GetProperty("sources")
                .EnumerateObject()
                .ToDictionary(source => source.Name, source => source.Value.GetString()!, StringComparer.Ordinal),
            // Platforms that only sell are Laptime.Prices' business, like what is said under "provider".
            Platforms =
            [
                .. Items(root, "platforms").Where(row => row.TryGetProperty("detection", out _)).Select(ReadPlatform),
            ],
        };
    }

    /// <summary>The file itself.</summary>
    public static Stream Open() =>
        typeof(PlatformCatalogJson).Assembly.GetManifestResourceStream("platforms.json")
        ?? throw new InvalidOperationException("Cannot open the embedded platforms.json; rebuild Laptime.Probe.");

    private static KnownPlatform ReadPlatform(JsonElement row) =>
        new()
        {
            Id = Text(row, "id"),
            Name = Text(row, "name"),
            Kind = Text(row, "kind"),
            Detection = ReadDetection(row.GetProperty("detection")),
            Limits = [.. Items(row, "limits").Select(ReadLimit)],
        };

    private static Detection ReadDetection(JsonElement row) =>
        new()
        {
            Env = Texts(row, "env"),
            HostCloudEnv = TextOrNull(row, "host_cloud_env"),
            Files = Texts(row, "files"),
            Signs = row.TryGetProperty("signs", out var signs) ? ReadSigns(signs) : null,
            Dmi = [.. Items(row, "dmi").Select(Patterns)],
            Sources = Texts(row, "sources"),
        };

    private static Signs ReadSigns(JsonElement row) =>
        new()
        {
            Env = row.TryGetProperty("env", out var variables) ? Patterns(variables) : [],
            Dmi = row.TryGetProperty("dmi", out var fields) ? Patterns(fields) : [],
            Mounts = Texts(row, "mounts"),
            Kernel = TextOrNull(row, "kernel"),
        };

    private static SessionLimit ReadLimit(JsonElement row) =>
        new()
        {
            Tier = TextOrNull(row, "tier"),
            SessionMaxHours = NumberOrNull(row, "session_max_hours"),
            IdleTimeoutMinutes = NumberOrNull(row, "idle_timeout_minutes"),
            WeeklyQuota = TextOrNull(row, "weekly_quota"),
            Note = TextOrNull(row, "note"),
            Date = Text(row, "date"),
            Source = Text(row, "source"),
        };

    private static ImmutableArray<Pattern> Patterns(JsonElement row) =>
        [.. row.EnumerateObject().Select(pair => new Pattern(pair.Name, pair.Value.GetString()!))];

    private static IEnumerable<JsonElement> Items(JsonElement row, string name) =>
        row.TryGetProperty(name, out var items) ? items.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static ImmutableArray<string> Texts(JsonElement row, string name) =>
        [.. Items(row, name).Select(item => item.GetString()!)];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static string? TextOrNull(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double? NumberOrNull(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}
