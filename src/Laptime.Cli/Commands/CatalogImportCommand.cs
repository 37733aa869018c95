using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Prices;
using Laptime.Prices.Importing;
using Laptime.Prices.Imports;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog import</c>.</summary>
internal static class CatalogImportCommand
{
    private const string StandardInput = "-";

    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Price lists, recognised by their content; - is standard input",
        HelpName = "FILE…",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Provider = CatalogOptions.Provider(
        "Whose prices they are, where the list does not say"
    );
    private static readonly Option<DateOnly?> AsOf = CatalogOptions.Date(
        "--as-of",
        "Day of the prices, where the list does not say"
    );
    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Say what would come in; keep nothing.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "import",
            "Takes prices from lists of SkyPilot, gpuhunt, vast.ai, Azure, The Full Stack and others.",
            new Example(
                "laptime catalog import vms.csv --provider aws --as-of 2026-05-20",
                "a file of SkyPilot's catalog"
            ),
            new Example("laptime catalog import bundles.json", "what vast.ai's search answered"),
            new Example("laptime catalog import - --dry-run", "what a pipe brings, without keeping it")
        )
        {
            Arguments = { Files },
            Options = { Provider, AsOf, DryRun, ReadingOptions.Json },
        };
        command.SetAction(parsed =>
        {
            DateOnly today = OpenedCatalog.Today;
            DateOnly? asOf = parsed.GetValue(AsOf);
            if (asOf > today)
            {
                screen.Complain($"--as-of {asOf:yyyy-MM-dd} is in the future.");
                return ExitCode.Usage;
            }
            ImportContext context = ImportContext.Shipped(today) with
            {
                Provider = parsed.GetValue(Provider),
                AsOf = asOf,
            };
            List<(string Name, ImportedOffers Offers)> imports = [];
            bool areAllIn = true;
            foreach (string file in parsed.GetRequiredValue(Files))
            {
                if (Read(file, context, screen) is { } import)
                {
                    imports.Add((file == StandardInput ? "Standard input" : file, import));
                }
                else
                {
                    areAllIn = false;
                }
            }
            ImportReport.Write(imports, parsed.GetValue(ReadingOptions.Json), screen);
            areAllIn &= imports.TrueForAll(import => import.Offers.Account.OffersIn > 0);
            return Keep([.. imports.Select(import => import.Offers)], parsed.GetValue(DryRun), screen) && areAllIn
                ? ExitCode.Done
                : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>Keeps what brings anything; false after a complaint.</summary>
    public static bool Keep(ImmutableArray<ImportedOffers> imports, bool isDryRun, Screen screen)
    {
        ImmutableArray<ImportedOffers> good = imports.RemoveAll(import => import.Account.OffersIn == 0);
        if (good.IsEmpty)
        {
            screen.Complain("Nothing was imported; the catalog is what it was.");
            return false;
        }
        if (isDryRun)
        {
            screen.Say("Nothing was kept: --dry-run.");
            return true;
        }
        try
        {
            ImmutableArray<string> names = new ImportedCatalog(OpenedCatalog.Directory).Save(good);
            screen.Say($"Kept as {string.Join(", ", names)}. Undo: laptime catalog undo");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Complain($"The catalog cannot be written and is what it was: {e.Message}");
            return false;
        }
    }

    /// <summary>Null after a complaint: one bad file does not keep the others out.</summary>
    private static ImportedOffers? Read(string file, ImportContext context, Screen screen)
    {
        string name = file == StandardInput ? "Standard input" : file;
        try
        {
            using Stream stream =
                file == StandardInput
                    ? Console.OpenStandardInput()
                    : new FileStream(file, FileMode.Open, FileAccess.Read);
            // Most lists do not say of which day they are; without one no question would use them.
            DateOnly written =
                file == StandardInput ? context.Today : DateOnly.FromDateTime(File.GetLastWriteTimeUtc(file));
            DateOnly day = written > context.Today ? context.Today : written;
            ImportedOffers import = OfferImporter.Import(stream, context with { AsOf = context.AsOf ?? day });
            if (context.AsOf is null && import.Offers.Any(offer => offer.Source.AsOf == day))
            {
                screen.Say(
                    $"{name}: prices without a day of their own count as of {day:yyyy-MM-dd}, when {(file == StandardInput ? "they came in" : "the file was last written")}; --as-of DATE says otherwise."
                );
            }
            return import;
        }
        catch (Exception e) when (e is CatalogException or IOException or UnauthorizedAccessException)
        {
            screen.Complain($"{name} cannot be imported: {e.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }
}
