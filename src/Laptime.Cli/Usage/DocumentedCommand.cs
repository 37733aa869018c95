using System.CommandLine;

namespace Laptime.Cli.Usage;

/// <summary>A command line worth copying.</summary>
/// <param name="Line">What to type.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record Example(string Line, string Meaning);

/// <summary>A command whose help opens with examples.</summary>
internal sealed class DocumentedCommand(string name, string description, params Example[] examples)
    : Command(name, description)
{
    /// <summary>Shown in this order.</summary>
    public IReadOnlyList<Example> Examples => examples;
}
