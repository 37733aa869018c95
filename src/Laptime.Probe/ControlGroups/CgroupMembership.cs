using System.Collections.Immutable;
using Laptime.Probe.Disks;

namespace Laptime.Probe.ControlGroups;

/// <summary>A line of /proc/self/cgroup: the group of this process in one hierarchy.</summary>
/// <param name="Controllers">Controllers of the hierarchy; empty for the unified one of version 2.</param>
/// <param name="Path">Path of the group within its hierarchy.</param>
internal sealed record CgroupMembership(ImmutableArray<string> Controllers, string Path)
{
    /// <summary>Reads the text (format: cgroups(7)); lines that do not follow the format are left out.</summary>
    public static ImmutableArray<CgroupMembership> Parse(string text) =>
        [
            .. text.Split('\n')
                .Select(line => line.Trim().Split(':', 3))
                .Where(parts => parts.Length == 3)
                .Select(parts => new CgroupMembership(
                    [.. parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries)],
                    parts[2]
                )),
        ];

    /// <summary>
    /// Directories that can limit this process, from its own group up to the mount: a limit of any of them holds.
    /// </summary>
    /// <param name="mount">Mount of the hierarchy. Its root is the group that a container sees as the topmost.</param>
    public IEnumerable<string> Directories(Mount mount)
    {
        // A path outside the root belongs to another view of the tree; the mount's own directory is what is left.
        var below =
            mount.Root == "/" ? Path
            : MountTable.Contains(mount.Root, Path) ? Path[mount.Root.Length..]
            : "";
        var inside = below.Contains("/..", StringComparison.Ordinal) ? "" : below.TrimEnd('/');
        for (var end = inside.Length; end > 0; end = inside.LastIndexOf('/', end - 1))
        {
            yield return mount.Point + inside[..end];
        }
        yield return mount.Point;
    }
}
