using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Prices.Imports;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog undo</c>.</summary>
internal static class CatalogUndoCommand
{
    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "undo",
            "Takes the last import or refresh back.",
            new Example("laptime catalog undo", "prices as they were before")
        );
        command.SetAction(_ =>
        {
            ImmutableArray<string> done = new ImportedCatalog(OpenedCatalog.Directory).Undo();
            if (done.IsEmpty)
            {
                screen.Complain("There is no import to take back.");
                return ExitCode.Failed;
            }
            foreach (string line in done)
            {
                screen.Say($"{line}.");
            }
            return ExitCode.Done;
        });
        return command;
    }
}
