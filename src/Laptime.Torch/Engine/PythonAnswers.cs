namespace Laptime.Torch.Engine;

/// <summary>
/// What Pythons said about where their torch is, kept in the user's cache: starting one takes tens of milliseconds, and
/// a pyenv shim a quarter of a second. An answer holds until a directory changes that Python looked into, as each
/// installation and removal of a package changes it.
/// </summary>
internal sealed class PythonAnswers
{
    /// <summary>Variables that change where a Python looks.</summary>
    private static readonly string[] Variables =
    [
        "HOME",
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONUSERBASE",
        "PYTHONNOUSERSITE",
    ];

    private readonly EngineEnvironment environment;

    public PythonAnswers(EngineEnvironment environment) => this.environment = environment;

    /// <summary>The directory of a Python's torch, empty if it has none; null if it has to be asked.</summary>
    public string? Recall(string python)
    {
        if (FileOf(python) is not { } file || !File.Exists(file))
        {
            return null;
        }

        try
        {
            return
                File.ReadAllText(file).Split('\0') is [var key, var torch, var stamp, .. var searched]
                && key == KeyOf(python)
                && stamp == StampOf(searched)
                ? torch
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not readable: Python answers as well, only later.
            return null;
        }
    }

    /// <summary>Keeps an answer, where it can be told how long it holds.</summary>
    /// <param name="python">The program that was asked.</param>
    /// <param name="torch">What it said; empty: it has no torch.</param>
    /// <param name="searched">Directories that it looked into.</param>
    public void Keep(string python, string torch, string[] searched)
    {
        try
        {
            if (FileOf(python) is not { } file || KeyOf(python) is not { } key)
            {
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var part = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(part, string.Join('\0', [key, torch, StampOf(searched), .. searched]));
            File.Move(part, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written costs the next search its time and nothing else; whoever needs it says so.
        }
    }

    private string? FileOf(string python) =>
        environment.CacheDirectory is { } cache ? Path.Combine(cache, "pythons", python.Replace('/', '-')) : null;

    /// <summary>All that decides which Python runs and where it looks; null for a script whose choice is not known.</summary>
    private string? KeyOf(string python)
    {
        var program = File.ResolveLinkTarget(python, returnFinalTarget: true)?.FullName ?? python;
        var chosen = "";
        if (!Path.GetFileName(program).StartsWith("python", StringComparison.Ordinal))
        {
            return null;
        }

        if (IsScript(program))
        {
            if (PyenvVersion(program) is not { } version)
            {
                return null;
            }

            chosen = version;
        }

        // A relative PYTHONPATH begins where the user is.
        var place = environment.Setting("PYTHONPATH") is null ? "" : environment.WorkingDirectory;
        return string.Join(
            '\n',
            [python, program, StampOf([program]), chosen, place, .. Variables.Select(environment.Variable)]
        );
    }

    private static bool IsScript(string program)
    {
        using var file = File.OpenRead(program);
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }

    /// <summary>
    /// What a pyenv shim would choose, in the order of <c>pyenv help version</c>: the variable, the nearest
    /// .python-version, the global version. Null if the program is no such shim.
    /// </summary>
    private string? PyenvVersion(string program)
    {
        if (Path.GetDirectoryName(program) is not { } shims || Path.GetFileName(shims) != "shims")
        {
            return null;
        }

        var root = Path.GetDirectoryName(shims)!;
        if (!File.Exists(Path.Combine(root, "libexec/pyenv")))
        {
            return null;
        }

        if (environment.Setting("PYENV_VERSION") is { } named)
        {
            return named;
        }

        var start = environment.Setting("PYENV_DIR") ?? environment.WorkingDirectory;
        for (
            var directory = Path.GetFullPath(start);
            directory is not null;
            directory = Path.GetDirectoryName(directory)
        )
        {
            var local = Path.Combine(directory, ".python-version");
            if (File.Exists(local))
            {
                return File.ReadAllText(local);
            }
        }

        var global = Path.Combine(root, "version");
        return File.Exists(global) ? File.ReadAllText(global) : "system";
    }

    /// <summary>Changes when one of the paths does; one that is not there has a time of its own, in 1601.</summary>
    private static string StampOf(IEnumerable<string> paths) =>
        string.Join(',', paths.Select(path => File.GetLastWriteTimeUtc(path).Ticks));
}
