using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Laptime.Probe.Hosts;

// Properties with a value of their own are settable, not init-only: the generated reader would overwrite what the file
// leaves out with nothing.

/// <summary>Places where machines are rented or lent, as data/platforms.json describes them, in the order of testing.</summary>
internal sealed record PlatformCatalog
{
    /// <summary>Name and version of the file's shape.</summary>
    public required string Schema { get; init; }

    /// <summary>When the facts were collected.</summary>
    public required string Collected { get; init; }

    /// <summary>Where facts come from, by short name.</summary>
    public required ImmutableDictionary<string, string> Sources { get; init; }

    /// <summary>The places; the first that fits wins.</summary>
    public required ImmutableArray<KnownPlatform> Platforms { get; init; }

    /// <summary>Reads the catalog that is built into this library.</summary>
    public static PlatformCatalog Load()
    {
        using var stream =
            typeof(PlatformCatalog).Assembly.GetManifestResourceStream("platforms.json")
            ?? throw new InvalidOperationException("Cannot open the embedded platforms.json; rebuild Laptime.Probe.");
        return JsonSerializer.Deserialize(stream, PlatformCatalogJson.Default.PlatformCatalog)
            ?? throw new InvalidOperationException("The embedded platforms.json is empty; rebuild Laptime.Probe.");
    }
}

/// <summary>A place where machines are rented or lent.</summary>
internal sealed record KnownPlatform
{
    /// <summary>Stable name: <c>colab</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>notebook, serverless, marketplace, cloud or desktop.</summary>
    public required string Kind { get; init; }

    /// <summary>How to recognise it.</summary>
    public required Detection Detection { get; init; }

    /// <summary>Limits of a session, the newest known for each tier.</summary>
    public ImmutableArray<SessionLimit> Limits { get; set; } = [];
}

/// <summary>How to recognise a platform from inside. Every text may hold <c>*</c> for any characters.</summary>
internal sealed record Detection
{
    /// <summary>Environment variables of which one suffices, whatever its value.</summary>
    public ImmutableArray<string> Env { get; set; } = [];

    /// <summary>Variable whose value names the cloud beneath; null: none.</summary>
    public string? HostCloudEnv { get; init; }

    /// <summary>Files or directories that anybody could have; one counts only together with one of <see cref="Signs"/>.</summary>
    public ImmutableArray<string> Files { get; set; } = [];

    /// <summary>Second signs.</summary>
    public Signs? Signs { get; init; }

    /// <summary>Sets of DMI fields of which one suffices if all its fields fit; tried last.</summary>
    public ImmutableArray<ImmutableSortedDictionary<string, string>> Dmi { get; set; } = [];

    /// <summary>Where the rules come from.</summary>
    public required ImmutableArray<string> Sources { get; init; }
}

/// <summary>What strengthens a file that alone is weak; one suffices.</summary>
internal sealed record Signs
{
    /// <summary>Environment variables with their values.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; set; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>DMI fields, all of which have to fit; empty: no sign.</summary>
    public ImmutableSortedDictionary<string, string> Dmi { get; set; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Directories with something mounted at or below them.</summary>
    public ImmutableArray<string> Mounts { get; set; } = [];

    /// <summary>Kernel version; null: no sign.</summary>
    public string? Kernel { get; init; }
}

/// <summary>Limit of a session.</summary>
internal sealed record SessionLimit
{
    /// <summary>Plan or kind of session; null: all.</summary>
    public string? Tier { get; init; }

    /// <summary>Longest session, in hours; null: not told.</summary>
    public double? SessionMaxHours { get; init; }

    /// <summary>Idle time that ends a session, in minutes; null: not told.</summary>
    public double? IdleTimeoutMinutes { get; init; }

    /// <summary>Use granted per week, in words; null: not told.</summary>
    public string? WeeklyQuota { get; init; }

    /// <summary>What else to know; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>When it was so: a year or a month.</summary>
    public required string Date { get; init; }

    /// <summary>Short name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The limit in words, with date and source.</summary>
    /// <param name="sources">Where facts come from, by short name.</param>
    public string Describe(ImmutableDictionary<string, string> sources)
    {
        string?[] parts =
        [
            SessionMaxHours is { } hours ? $"at most {hours} h" : null,
            IdleTimeoutMinutes is { } minutes ? $"ends after {minutes} min idle" : null,
            WeeklyQuota is { } quota ? $"{quota} a week" : null,
            Note,
        ];
        var tier = Tier is null ? "" : $"{Tier}: ";
        return $"{tier}{string.Join(", ", parts.OfType<string>())} (as of {Date}; {sources[Source]})";
    }
}

/// <summary>Reads the catalog without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(PlatformCatalog))]
internal sealed partial class PlatformCatalogJson : JsonSerializerContext;
