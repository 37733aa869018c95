namespace Laptime.Torch.Engine;

/// <summary>What the search for libtorch and the build of the adapter look at; tests give another.</summary>
public sealed record EngineEnvironment
{
    /// <summary>This machine.</summary>
    public static EngineEnvironment Current { get; } = new() { Variable = Environment.GetEnvironmentVariable };

    /// <summary>Value of an environment variable; null if it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Root of the system's files.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Directory of the program, whose <c>native</c> holds the adapter's sources.</summary>
    public string ProgramDirectory { get; init; } = AppContext.BaseDirectory;

    /// <summary>Where the user is: the .python-version there or above it chooses the Python of a pyenv shim.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Tells how long the build takes.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The variable's value; null if it is not set or empty, which means the same in a shell.</summary>
    internal string? Setting(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>A program by its name on PATH, or by its path; null if there is none.</summary>
    internal string? FindProgram(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? (File.Exists(name) ? Path.GetFullPath(name) : null)
            : (Setting("PATH") ?? "")
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(directory => Path.Combine(directory, name))
                .FirstOrDefault(File.Exists);

    /// <summary>LAPTIME_CACHE, or laptime below XDG_CACHE_HOME or ~/.cache; null if there is no home directory.</summary>
    internal string? CacheDirectory =>
        Setting("LAPTIME_CACHE")
        ?? (Setting("XDG_CACHE_HOME") is { } cache ? Path.Combine(cache, "laptime") : null)
        ?? (Setting("HOME") is { } home ? Path.Combine(home, ".cache/laptime") : null);

    /// <summary>A path of the system: <c>usr/include</c>.</summary>
    internal string Rooted(string path) => Path.Combine(Root, path);
}
