using System.CommandLine;

namespace Laptime.Cli.Commands;

/// <summary>What every command that reads understands.</summary>
internal static class ReadingOptions
{
    /// <summary>Writes one JSON document to standard output instead of text.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "Write JSON instead of text." };
}
