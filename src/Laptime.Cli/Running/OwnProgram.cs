using System.Collections.Immutable;

namespace Laptime.Cli.Running;

/// <summary>How this program starts itself again, for workers.</summary>
internal static class OwnProgram
{
    /// <summary>Program and the arguments in front of the command.</summary>
    public static (string Program, ImmutableArray<string> Arguments) Command()
    {
        string process =
            Environment.ProcessPath
            ?? throw new InvalidOperationException("The system does not tell where this program is.");
        // `dotnet laptime.dll` is how a build without a native host is started.
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? (process, [Path.Combine(AppContext.BaseDirectory, "laptime.dll")])
            : (process, []);
    }
}
