using System.Collections.Immutable;
using Laptime.Cli.Sharing;
using Laptime.Cli.Terminal;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Reports;

/// <summary>What of a run is about to leave this machine.</summary>
internal static class LeavingReport
{
    private const int MostCharacters = 5000;

    /// <summary>Writes every field that leaves, then those that stay.</summary>
    /// <param name="id">The run.</param>
    /// <param name="document">What is sent.</param>
    /// <param name="packedBytes">Its size on the way.</param>
    /// <param name="leftOut">Paths of what stays here.</param>
    /// <param name="screen">Where to.</param>
    public static void Write(Guid id, byte[] document, int packedBytes, ImmutableArray<string> leftOut, Screen screen)
    {
        TextWriter text = screen.Results;
        text.WriteLine(
            screen.Ink.Write(
                $"Run {id} leaves this machine: {new Bytes(document.Length)}, packed {new Bytes(packedBytes)}",
                Style.Bold
            )
        );
        // No table: a path that is broken over lines cannot be searched for.
        foreach (LeavingField field in LeavingFields.Of(document))
        {
            text.WriteLine($"  {Prose.Printable(field.Path)}  {Prose.Printable(Shorten(field.Value))}");
        }
        text.WriteLine();
        text.WriteLine(leftOut.IsEmpty ? "Nothing is left out." : "Left out or replaced:");
        foreach (string path in leftOut)
        {
            text.WriteLine($"  {Prose.Printable(path)}");
        }
        text.WriteLine();
    }

    private static string Shorten(string text) =>
        text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}… ({text.Length} characters)";
}
