using System.Reflection;

namespace Laptime.Cli;

/// <summary>Which program this is, as the build wrote it: <c>0.1.0+c6fbdbc…</c>.</summary>
internal static class ProgramVersion
{
    private static readonly string[] Parts = (
        typeof(ProgramVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion
        ?? throw new InvalidOperationException("The program was built without a version.")
    ).Split('+', 2);

    /// <summary>Semantic version.</summary>
    public static string Number => Parts[0];

    /// <summary>Commit it was built from; null if it was built outside a checkout.</summary>
    public static string? Commit => Parts.Length > 1 ? Parts[1] : null;
}
