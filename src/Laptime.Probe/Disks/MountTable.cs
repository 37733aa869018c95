using System.Collections.Immutable;
using System.Text;

namespace Laptime.Probe.Disks;

/// <summary>A mounted file system.</summary>
/// <param name="Device">Number of its block device: <c>259:1</c>; major number 0 means that there is none.</param>
/// <param name="Root">Directory of the file system that is mounted: <c>/</c>, or less for a bind mount.</param>
/// <param name="Point">Where it is mounted.</param>
/// <param name="FileSystem">Its type: <c>ext4</c>.</param>
/// <param name="Source">What was mounted: a device file, a network address, a word.</param>
/// <param name="Options">Options of the file system itself.</param>
internal sealed record Mount(
    string Device,
    string Root,
    string Point,
    string FileSystem,
    string Source,
    ImmutableArray<string> Options
);

/// <summary>What /proc/self/mountinfo says, in the order of mounting (format: proc(5)).</summary>
internal sealed record MountTable(ImmutableArray<Mount> Mounts)
{
    /// <summary>Reads the text; lines that do not follow the format are left out.</summary>
    public static MountTable Parse(string text) => new([.. text.Split('\n').Select(ParseLine).OfType<Mount>()]);

    /// <summary>The mount that holds an absolute path without symbolic links; null in an empty table.</summary>
    public Mount? Holding(string path) =>
        Mounts
            .Where(mount => Contains(mount.Point, path))
            .Aggregate((Mount?)null, (best, next) => next.Point.Length >= (best?.Point.Length ?? 0) ? next : best);

    /// <summary>Whether <paramref name="path"/> is <paramref name="directory"/> or lies below it.</summary>
    public static bool Contains(string directory, string path) =>
        directory == "/"
        || path == directory
        || (path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/');

    private static Mount? ParseLine(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var dash = Array.IndexOf(words, "-");
        return dash < 6 || words.Length < dash + 4
            ? null
            : new Mount(
                words[2],
                Unescape(words[3]),
                Unescape(words[4]),
                words[dash + 1],
                Unescape(words[dash + 2]),
                [.. words[dash + 3].Split(',')]
            );
    }

    /// <summary>Blanks in names are written as three octal digits: <c>\040</c>.</summary>
    private static string Unescape(string name)
    {
        var text = new StringBuilder(name);
        for (var at = name.LastIndexOf('\\'); at >= 0; at = at == 0 ? -1 : name.LastIndexOf('\\', at - 1))
        {
            if (at + 3 < name.Length && name.AsSpan(at + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Remove(at, 4).Insert(at, (char)Convert.ToInt32(name.Substring(at + 1, 3), 8));
            }
        }
        return text.ToString();
    }
}
