using System.CommandLine;
using Laptime.Answers.Offers;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Store;

namespace Laptime.Cli.Advising;

/// <summary>The desk of a command line.</summary>
internal static class OpenedDesk
{
    /// <summary>Reads what is known: catalog, prices of the day, the user's own runs if any were ever stored.</summary>
    /// <exception cref="QuestionException">An option makes no sense; the message says why.</exception>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public static async Task<AdviceDesk> OpenAsync(
        ParseResult parsed,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        AdviceTerms terms = new()
        {
            AsOf = parsed.GetValue(AdviceOptions.AsOf),
            MaxAge = parsed.GetValue(AdviceOptions.MaxAge),
            Scaling = parsed.GetValue(AdviceOptions.Scaling),
            SpotInterruptionsPerHour = parsed.GetValue(AdviceOptions.SpotRate),
        };
        string directory = OpenedCatalog.Directory;
        await using StoredRuns? stored =
            ChosenStore.Address.File is not { } file || File.Exists(file)
                ? await StoredRuns.OpenAsync(screen, cancellationToken)
                : null;
        return await AdviceDesk.OpenAsync(
            terms,
            directory,
            stored?.Store,
            OpenedCatalog.Today,
            screen.Warn,
            cancellationToken
        );
    }
}
