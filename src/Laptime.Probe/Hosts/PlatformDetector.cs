using System.Collections.Immutable;
using System.IO.Enumeration;
using Laptime.Probe.Disks;

namespace Laptime.Probe.Hosts;

/// <summary>What platforms are recognised by.</summary>
internal sealed record Surroundings
{
    /// <summary>Environment of this process.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// Environment that the container's first process was started with; a login over SSH does not inherit it. Empty
    /// where it is closed to this user.
    /// </summary>
    public required IReadOnlyDictionary<string, string> FirstProcess { get; init; }

    /// <summary>DMI fields that can be read, by their name in /sys/class/dmi/id.</summary>
    public required IReadOnlyDictionary<string, string> Dmi { get; init; }

    /// <summary>Mounts.</summary>
    public required MountTable Mounts { get; init; }

    /// <summary>Kernel version; null: unknown.</summary>
    public required string? Kernel { get; init; }

    /// <summary>Whether a file or directory exists.</summary>
    public required Func<string, bool> Exists { get; init; }
}

/// <summary>A platform that was recognised.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Evidence">What gave it away: names, never values of variables.</param>
/// <param name="HostCloud">Name of the cloud beneath, where it is another.</param>
internal sealed record Recognition(KnownPlatform Platform, ImmutableArray<string> Evidence, string? HostCloud);

/// <summary>
/// Recognises platforms: by environment variables first, by directories with a second sign next, by DMI last; never
/// over the network.
/// </summary>
internal static class PlatformDetector
{
    /// <summary>The platform around this process; null: none recognised.</summary>
    public static Recognition? Detect(PlatformCatalog catalog, Surroundings around)
    {
        var cloud = First(catalog, platform => ByDmi(platform.Detection.Dmi, around.Dmi));
        var found =
            First(catalog, platform => ByVariable(platform.Detection, around.Environment, "variable"))
            ?? First(catalog, platform => ByVariable(platform.Detection, around.FirstProcess, "variable of process 1"))
            ?? First(catalog, platform => ByFile(platform.Detection, around))
            ?? cloud;
        if (found is null)
        {
            return null;
        }
        var named = found.Platform.Detection.HostCloudEnv is { } variable
            ? around.Environment.GetValueOrDefault(variable) ?? around.FirstProcess.GetValueOrDefault(variable)
            : null;
        var beneath = cloud is not null && cloud.Platform != found.Platform ? cloud.Platform.Name : null;
        return found with { HostCloud = named ?? beneath };
    }

    /// <summary>Whether a text fits a pattern in which <c>*</c> stands for any characters; case counts not.</summary>
    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text);

    private static Recognition? First(PlatformCatalog catalog, Func<KnownPlatform, ImmutableArray<string>?> rule)
    {
        foreach (var platform in catalog.Platforms)
        {
            if (rule(platform) is { } evidence)
            {
                return new Recognition(platform, evidence, null);
            }
        }
        return null;
    }

    private static ImmutableArray<string>? ByVariable(
        Detection detection,
        IReadOnlyDictionary<string, string> environment,
        string where
    )
    {
        var names = environment
            .Keys.Where(name => detection.Env.Any(pattern => Fits(pattern, name)))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{where} {name}")
            .ToImmutableArray();
        return names.IsEmpty ? null : names;
    }

    private static ImmutableArray<string>? ByFile(Detection detection, Surroundings around)
    {
        var file = detection.Files.FirstOrDefault(around.Exists);
        return file is not null && detection.Signs is { } signs && SecondSign(signs, around) is { } second
            ? [$"file {file}", second]
            : null;
    }

    private static string? SecondSign(Signs signs, Surroundings around)
    {
        var variable = signs.Env.FirstOrDefault(sign =>
            around.Environment.TryGetValue(sign.Name, out var value) && value.Length > 0 && Fits(sign.Value, value)
        );
        if (variable is not null)
        {
            return $"variable {variable.Name}";
        }
        var mount = around.Mounts.Mounts.FirstOrDefault(mount =>
            signs.Mounts.Any(directory => MountTable.Contains(directory, mount.Point))
        );
        if (mount is not null)
        {
            return $"mount {mount.Point}";
        }
        if (signs.Kernel is { } kernel && around.Kernel is { } running && Fits(kernel, running))
        {
            return $"kernel {running}";
        }
        return signs.Dmi.IsEmpty ? null : ByDmi([signs.Dmi], around.Dmi)?.FirstOrDefault();
    }

    private static ImmutableArray<string>? ByDmi(
        ImmutableArray<ImmutableArray<Pattern>> alternatives,
        IReadOnlyDictionary<string, string> dmi
    )
    {
        foreach (var fields in alternatives)
        {
            if (fields.All(field => dmi.TryGetValue(field.Name, out var value) && Fits(field.Value, value)))
            {
                return [.. fields.Select(field => $"DMI {field.Name} {dmi[field.Name]}")];
            }
        }
        return null;
    }
}
