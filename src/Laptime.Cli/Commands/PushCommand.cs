using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Reports;
using Laptime.Cli.Results;
using Laptime.Cli.Sharing;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime push</c>.</summary>
internal static class PushCommand
{
    private static readonly Argument<string[]> Runs = new("runs")
    {
        Description = "Ids, their beginnings, or 'last'; the latest unless any is given",
        HelpName = "RUN…",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> WithNames = new("--with-names")
    {
        Description = "Keep host name and paths, which are left out otherwise.",
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Show what would leave this machine, and send nothing.",
    };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Send without asking." };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "push",
            "Hands runs in to a server, after showing exactly what leaves this machine.",
            new Example("laptime push https://laptime.example.org --dry-run", "what would be sent, and nothing is"),
            new Example("laptime push https://laptime.example.org", "the latest run, after asking"),
            new Example("laptime push https://laptime.example.org 0193a5f2 last --yes", "two runs, without asking")
        )
        {
            Arguments = { SharingOptions.Url, Runs },
            Options = { SharingOptions.TokenFile, WithNames, DryRun, Yes, SharingOptions.Insecure },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using RunServer? server = await SharingOptions.ConnectAsync(parsed, screen, cancellationToken);
                if (server is null)
                {
                    return ExitCode.Usage;
                }
                if (await ReadAsync(parsed, screen, cancellationToken) is not { } records)
                {
                    return ExitCode.Failed;
                }
                bool isDry = parsed.GetValue(DryRun);
                bool isAgreed = parsed.GetValue(Yes);
                List<(Guid Id, byte[] Document)> leaving = [];
                foreach (RunRecord record in records)
                {
                    byte[] whole = RunDocument.Write(record);
                    byte[] sent = parsed.GetValue(WithNames) ? whole : RunDocument.Write(Redaction.Apply(record));
                    LeavingReport.Write(
                        record.Run.Id,
                        sent,
                        RunServer.Pack(sent).Length,
                        LeavingFields.LeftOut(whole, sent),
                        isDry ? screen : screen.ForNotes()
                    );
                    leaving.Add((record.Run.Id, sent));
                }
                if (isDry)
                {
                    screen.Say("Nothing was sent.");
                    return ExitCode.Done;
                }
                return isAgreed || await IsAgreedAsync(parsed, screen, cancellationToken)
                    ? await SendAsync(server, leaving, screen, cancellationToken)
                    : ExitCode.Failed;
            }
        );
        return command;
    }

    private static async Task<List<RunRecord>?> ReadAsync(
        ParseResult parsed,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
        string[] texts = parsed.GetValue(Runs) is { Length: > 0 } named ? named : ["last"];
        ImmutableArray<Guid>? ids = await stored.FindAllAsync(texts, RunShelf.Kept, cancellationToken);
        if (ids is null)
        {
            return null;
        }
        List<RunRecord> records = [];
        foreach (Guid id in ids)
        {
            if (await stored.Store.GetRunAsync(id, cancellationToken) is { } record)
            {
                records.Add(record);
            }
        }
        return records;
    }

    private static async Task<bool> IsAgreedAsync(
        ParseResult parsed,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            screen.Complain(
                "Nothing was sent: there is no terminal to ask on. If all of the above may leave, add --yes."
            );
            return false;
        }
        screen.Say($"Send this to {parsed.GetRequiredValue(SharingOptions.Url)}? Type yes to send it.");
        string? answer = await Task.Run(Console.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        bool isAgreed = answer?.Trim().ToLowerInvariant() is "y" or "yes";
        if (!isAgreed)
        {
            screen.Say("Nothing was sent.");
        }
        return isAgreed;
    }

    private static async Task<int> SendAsync(
        RunServer server,
        List<(Guid Id, byte[] Document)> leaving,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        int sent = 0;
        foreach ((Guid id, byte[] document) in leaving)
        {
            screen.Rewrite($"Sending run {ShortId.Of(id)}, {sent + 1} of {leaving.Count} …");
            try
            {
                (bool isNew, int newTrials) = await server.SubmitAsync(document, cancellationToken);
                screen.Rewrite("");
                screen.Say($"Run {ShortId.Of(id)} {Describe(isNew, newTrials)}.");
                sent++;
            }
            catch (Exception e) when (e is HttpRequestException or ServerRefusalException)
            {
                screen.Rewrite("");
                screen.Complain($"Run {ShortId.Of(id)} was not taken. {Sentence(e)}");
            }
        }
        return sent == leaving.Count ? ExitCode.Done
            : sent > 0 ? ExitCode.SomeTrialsFailed
            : ExitCode.Failed;
    }

    private static string Describe(bool isNew, int newTrials)
    {
        string trials = newTrials == 1 ? "1 trial" : $"{newTrials} trials";
        return isNew ? $"is there now, with {trials}"
            : newTrials == 0 ? "was there already, with all its trials"
            : $"was there already; {trials} of it were not";
    }

    private static string Sentence(Exception e) =>
        e is HttpRequestException ? $"The server was not reached: {e.Message}" : e.Message;
}
