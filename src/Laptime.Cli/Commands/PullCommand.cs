using System.CommandLine;
using Laptime.Cli.Results;
using Laptime.Cli.Sharing;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime pull</c>.</summary>
internal static class PullCommand
{
    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "pull",
            "Fetches runs from a server into the results here. What is here already stays as it is.",
            new Example("laptime pull https://laptime.example.org last", "the latest run there"),
            new Example("laptime pull https://laptime.example.org 0193a5f2 0193b1c7", "two runs")
        )
        {
            Arguments = { SharingOptions.Url, RunArguments.Some },
            Options = { SharingOptions.TokenFile, SharingOptions.Insecure },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using RunServer? server = await SharingOptions.ConnectAsync(parsed, screen, cancellationToken);
                if (server is null)
                {
                    return ExitCode.Usage;
                }
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                string[] references = parsed.GetRequiredValue(RunArguments.Some);
                int done = 0;
                foreach (string reference in references)
                {
                    done += await PullAsync(server, reference, stored, screen, cancellationToken) ? 1 : 0;
                }
                return done == references.Length ? ExitCode.Done
                    : done > 0 ? ExitCode.SomeTrialsFailed
                    : ExitCode.Failed;
            }
        );
        return command;
    }

    /// <summary>False after a complaint: one bad run does not keep the others out.</summary>
    private static async Task<bool> PullAsync(
        RunServer server,
        string reference,
        StoredRuns stored,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        string shown = Prose.Printable(reference);
        try
        {
            ReadResult<RunRecord> read = RunDocument.Read(await server.FetchAsync(reference, cancellationToken));
            if (!read.IsRead)
            {
                screen.Complain($"What came for '{shown}' is no run: {Prose.Printable(read.Error.ToString())}.");
                return false;
            }
            Guid id = read.Value.Run.Id;
            if (reference != "last" && !id.ToString().StartsWith(reference, StringComparison.OrdinalIgnoreCase))
            {
                screen.Complain($"The server sent run {id} for '{shown}'. It was not saved.");
                return false;
            }
            SealVerdict verdict = RunSealing.Verify(read.Value);
            if (verdict.State == SealState.Altered)
            {
                screen.Complain(
                    $"Run {ShortId.Of(id)} was altered after it was sealed, and was left out: {verdict.Reason} What the server has "
                        + "can be fetched as a file and taken in with: laptime results import --accept-altered"
                );
                return false;
            }
            ImportResult result = await stored.Store.ImportAsync(read.Value, cancellationToken);
            screen.Say($"Run {ShortId.Of(id)} {ImportText.Of(result)}{SealText.Behind(verdict)}.");
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            screen.Complain($"'{shown}' was not fetched. The server was not reached: {e.Message}");
        }
        catch (Exception e) when (e is ServerRefusalException or StoreException)
        {
            screen.Complain($"'{shown}' was not fetched. {e.Message}");
        }
        return false;
    }
}
