namespace Laptime.Store;

/// <summary>The user's data directory, where results are kept.</summary>
public static class DataDirectory
{
    /// <summary>
    /// <c>LAPTIME_DATA</c>, else <c>$XDG_DATA_HOME/laptime</c>, else <c>~/.local/share/laptime</c>. A relative
    /// XDG_DATA_HOME does not count (XDG Base Directory Specification 0.8). The directory need not exist yet.
    /// </summary>
    /// <param name="variable">Value of an environment variable, null if it is not set.</param>
    /// <exception cref="StoreException">There is no home directory to fall back on.</exception>
    public static string Locate(Func<string, string?> variable)
    {
        if (variable("LAPTIME_DATA") is { Length: > 0 } own)
        {
            return Path.GetFullPath(own);
        }
        if (variable("XDG_DATA_HOME") is { Length: > 0 } shared && Path.IsPathRooted(shared))
        {
            return Path.Combine(shared, "laptime");
        }
        return variable("HOME") is { Length: > 0 } home && Path.IsPathRooted(home)
            ? Path.Combine(home, ".local", "share", "laptime")
            : throw new StoreException(
                "There is no home directory to keep results in. Set LAPTIME_DATA to a directory that can be written."
            );
    }

    /// <summary>The results database in <paramref name="directory"/>.</summary>
    public static string DatabaseIn(string directory) => Path.Combine(directory, "results.db");
}
