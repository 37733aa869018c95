using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Prices;
using Laptime.Prices.Feeds;
using Laptime.Prices.Importing;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog refresh</c>.</summary>
internal static class CatalogRefreshCommand
{
    private static readonly Argument<string[]> Names = new("sources")
    {
        Description = "Names of sources; all that were added unless some are named",
        HelpName = "SOURCE…",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "refresh",
            "Imports anew from the sources that you added. Nothing else is contacted.",
            new Example("laptime catalog refresh", "all sources"),
            new Example("laptime catalog refresh aws", "one")
        )
        {
            Arguments = { Names },
            Options = { ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (Select(parsed.GetValue(Names) ?? [], screen) is not { } sources)
                {
                    return ExitCode.Failed;
                }
                using HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
                SourceReader reader = new(http, DownloadLimit.Default);
                ImportContext context = ImportContext.Shipped(OpenedCatalog.Today);
                List<(string Name, ImportedOffers Offers)> imports = [];
                foreach (PriceSource source in sources)
                {
                    try
                    {
                        ImportedOffers read = await reader.ReadAsync(source, context, cancellationToken);
                        imports.Add((source.Name, read));
                    }
                    catch (CatalogException e)
                    {
                        screen.Complain($"{source.Name} cannot be refreshed: {e.Message}");
                    }
                }
                ImportReport.Write(imports, parsed.GetValue(ReadingOptions.Json), screen);
                int good = imports.Count(import => import.Offers.Account.OffersIn > 0);
                bool isKept = CatalogImportCommand.Keep(
                    [.. imports.Select(import => import.Offers)],
                    isDryRun: false,
                    screen
                );
                return !isKept ? ExitCode.Failed
                    : good < sources.Length ? ExitCode.SomeTrialsFailed
                    : ExitCode.Done;
            }
        );
        return command;
    }

    /// <summary>The sources that are meant; null after a complaint.</summary>
    private static ImmutableArray<PriceSource>? Select(string[] names, Screen screen)
    {
        ImmutableArray<PriceSource> all;
        try
        {
            all = new PriceSources(OpenedCatalog.Directory).Read();
        }
        catch (Exception e) when (e is CatalogException or IOException or UnauthorizedAccessException)
        {
            screen.Complain(e.Message);
            return null;
        }
        if (all.IsEmpty)
        {
            screen.Complain("There are no sources yet. Add one with: laptime catalog sources add NAME URL");
            return null;
        }
        string? missing = names.FirstOrDefault(name => !all.Any(source => source.Name == name));
        if (missing is not null)
        {
            screen.Complain($"There is no source '{missing}'. See them with: laptime catalog sources list");
            return null;
        }
        return names.Length == 0 ? all : [.. all.Where(source => names.Contains(source.Name, StringComparer.Ordinal))];
    }
}
