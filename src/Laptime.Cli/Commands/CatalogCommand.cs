using System.CommandLine;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog</c>.</summary>
internal static class CatalogCommand
{
    public static Command Create(Screen screen) =>
        new DocumentedCommand(
            "catalog",
            "Shows devices, platforms, prices and published speeds, and imports prices.",
            new Example("laptime catalog devices a100", "what is known of a device"),
            new Example("laptime catalog offers --device t4", "who rents it, and for how much"),
            new Example("laptime catalog import vms.csv --provider aws", "prices of today from a price list")
        )
        {
            Subcommands =
            {
                CatalogDevicesCommand.Create(screen),
                CatalogPlatformsCommand.Create(screen),
                CatalogOffersCommand.Create(screen),
                CatalogSpeedsCommand.Create(screen),
                CatalogImportCommand.Create(screen),
                CatalogRefreshCommand.Create(screen),
                CatalogUndoCommand.Create(screen),
                CatalogSourcesCommand.Create(screen),
            },
        };
}
