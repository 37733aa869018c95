using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Laptime.Torch.Engine;

/// <summary>The C++ compiler that builds the adapter: LAPTIME_CXX, CXX, g++ or clang++.</summary>
/// <param name="Path">The program.</param>
/// <param name="Arguments">What comes before all else; not empty for "ccache g++".</param>
internal sealed partial record Compiler(string Path, ImmutableArray<string> Arguments)
{
    /// <summary>The compiler of this machine; null if there is none.</summary>
    /// <exception cref="EngineException">The one that the user names is not there.</exception>
    public static Compiler? Find(EngineEnvironment environment)
    {
        foreach (var variable in (string[])["LAPTIME_CXX", "CXX"])
        {
            if (
                environment.Setting(variable)?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                is [var name, .. var rest]
            )
            {
                return environment.FindProgram(name) is { } path
                    ? new Compiler(path, [.. rest])
                    : throw new EngineException($"{variable} names {name}, which is not there. {Remedies.Compiler}");
            }
        }

        return (environment.FindProgram("g++") ?? environment.FindProgram("clang++")) is { } found
            ? new Compiler(found, [])
            : null;
    }

    /// <summary>What identifies it without starting it: its place, size and date, links resolved.</summary>
    public string Identity
    {
        get
        {
            var target = File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path;
            var file = new FileInfo(target);
            return $"{target} {file.Length} {file.LastWriteTimeUtc.Ticks} {string.Join(' ', Arguments)}";
        }
    }

    /// <summary>Runs it, and gathers what it prints.</summary>
    /// <exception cref="EngineException">It cannot be started.</exception>
    public async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Command.RunAsync(Path, [.. Arguments, .. arguments], cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EngineException($"The compiler {Path} does not start. {Remedies.Compiler}", e);
        }
    }

    /// <summary>The line of a compiler's or linker's output that says what is wrong; null if none does.</summary>
    public static string? FirstError(string output) =>
        output.Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(line => ErrorLine().IsMatch(line));

    [GeneratedRegex(
        @"\berror: |undefined reference|cannot find -l|No space left on device|\bKilled\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ErrorLine();
}
