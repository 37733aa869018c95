using System.Collections.Immutable;

namespace Laptime.Probe.Hosts;

/// <summary>Places where machines are rented or lent, as data/platforms.json describes them, in the order of testing.</summary>
internal sealed record PlatformCatalog
{
    /// <summary>Name and version of the file's shape.</summary>
    public required string Schema { get; init; }

    /// <summary>When the facts were collected.</summary>
    public required string Collected { get; init; }

    /// <summary>Where facts come from, by short name.</summary>
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    /// <summary>The places; the first that fits wins.</summary>
    public required ImmutableArray<KnownPlatform> Platforms { get; init; }
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
    public required ImmutableArray<SessionLimit> Limits { get; init; }
}

/// <summary>A text that is looked for under a name. It may hold <c>*</c> for any characters.</summary>
/// <param name="Name">Name of a variable or field.</param>
/// <param name="Value">What it has to say.</param>
internal sealed record Pattern(string Name, string Value);

/// <summary>How to recognise a platform from inside.</summary>
internal sealed record Detection
{
    /// <summary>Environment variables of which one suffices, whatever its value; <c>*</c> stands for any characters.</summary>
    public required ImmutableArray<string> Env { get; init; }

    /// <summary>Variable whose value names the cloud beneath; null: none.</summary>
    public required string? HostCloudEnv { get; init; }

    /// <summary>Files or directories that anybody could have; one counts only together with one of <see cref="Signs"/>.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Second signs; null where there are no files.</summary>
    public required Signs? Signs { get; init; }

    /// <summary>Sets of DMI fields of which one suffices if all its fields fit; tried last.</summary>
    public required ImmutableArray<ImmutableArray<Pattern>> Dmi { get; init; }

    /// <summary>Where the rules come from.</summary>
    public required ImmutableArray<string> Sources { get; init; }
}

/// <summary>What strengthens a file that alone is weak; one suffices.</summary>
internal sealed record Signs
{
    /// <summary>Environment variables with their values.</summary>
    public required ImmutableArray<Pattern> Env { get; init; }

    /// <summary>DMI fields, all of which have to fit; empty: no sign.</summary>
    public required ImmutableArray<Pattern> Dmi { get; init; }

    /// <summary>Directories with something mounted at or below them.</summary>
    public required ImmutableArray<string> Mounts { get; init; }

    /// <summary>Kernel version, with <c>*</c> for any characters; null: no sign.</summary>
    public required string? Kernel { get; init; }
}

/// <summary>Limit of a session.</summary>
internal sealed record SessionLimit
{
    /// <summary>Plan or kind of session; null: all.</summary>
    public required string? Tier { get; init; }

    /// <summary>Longest session, in hours; null: not told.</summary>
    public required double? SessionMaxHours { get; init; }

    /// <summary>Idle time that ends a session, in minutes; null: not told.</summary>
    public required double? IdleTimeoutMinutes { get; init; }

    /// <summary>Use granted per week, in words; null: not told.</summary>
    public required string? WeeklyQuota { get; init; }

    /// <summary>What else to know; null: nothing.</summary>
    public required string? Note { get; init; }

    /// <summary>When it was so: a year or a month.</summary>
    public required string Date { get; init; }

    /// <summary>Short name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The limit in words, with date and source.</summary>
    /// <param name="sources">Where facts come from, by short name.</param>
    public string Describe(IReadOnlyDictionary<string, string> sources)
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
