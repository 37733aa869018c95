namespace Laptime.Probe.Machines;

/// <summary>
/// The files of a machine below a root directory: <c>/</c> for this machine, another directory for a recorded one.
/// Reading never throws; a file that is there and cannot be read is noted with its reason.
/// </summary>
internal sealed class MachineFiles(string root, UnreadableFacts unreadable)
{
    /// <summary>Trimmed text of a file that belongs on every Linux; null, and noted, if it cannot be read.</summary>
    public string? Read(string path, string fact)
    {
        var text = ReadIfThere(path, fact);
        if (text is null)
        {
            unreadable.Add(fact, $"{path} is missing");
        }
        return text;
    }

    /// <summary>Trimmed text of a file that many machines lack; null without a note if it is missing or empty.</summary>
    /// <param name="path">Absolute path on the machine.</param>
    /// <param name="fact">Name under which a failure to read is noted; null where being refused is normal.</param>
    public string? ReadIfThere(string path, string? fact)
    {
        try
        {
            var text = File.Exists(Locate(path)) ? File.ReadAllText(Locate(path)).Trim() : "";
            return text.Length == 0 ? null : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (fact is not null)
            {
                unreadable.Add(fact, $"{path} cannot be read: {e.Message}");
            }
            return null;
        }
    }

    /// <summary>Whether a file or directory is there and may be seen.</summary>
    public bool Exists(string path) => Path.Exists(Locate(path));

    /// <summary>Names in a directory, in ordinal order; empty if it is missing or closed to this user.</summary>
    public IReadOnlyList<string> Names(string directory)
    {
        try
        {
            return Directory.Exists(Locate(directory))
                ?
                [
                    .. Directory
                        .EnumerateFileSystemEntries(Locate(directory))
                        .Select(entry => Path.GetFileName(entry)!)
                        .Order(StringComparer.Ordinal),
                ]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Where a path leads once all symbolic links on its way are followed, as a path of the machine.</summary>
    public string Resolve(string path)
    {
        var resolved = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            resolved = Target(next) ?? next;
        }
        return resolved;
    }

    private string? Target(string path)
    {
        try
        {
            var target = File.ResolveLinkTarget(Locate(path), returnFinalTarget: true)?.FullName;
            return target is null ? null
                : root == "/" ? target
                : $"/{Path.GetRelativePath(root, target)}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // A link into nowhere is its own target.
        }
    }

    private string Locate(string path) => Path.Join(root, path);
}
