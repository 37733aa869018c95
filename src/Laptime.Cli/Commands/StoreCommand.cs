using System.CommandLine;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Runs;
using Laptime.Store;
using Laptime.Store.Relational;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime store</c>.</summary>
internal static class StoreCommand
{
    private const int MostNamed = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Argument<string> From = new("from")
    {
        Description = "Store to read: postgres://user@host/database, a file, or 'local' for the data directory's",
        HelpName = "FROM",
    };

    private static readonly Argument<string> To = new("to")
    {
        Description = "Store that takes what it lacks, named likewise; a file that does not exist is created",
        HelpName = "TO",
    };

    public static Command Create(Screen screen) =>
        new DocumentedCommand(
            "store",
            "Copies results between databases, and checks them.",
            new Example("laptime store copy local postgres://team@db/laptime", "all results into the team's database"),
            new Example("laptime store check", "reads everything, and verifies every seal")
        )
        {
            Subcommands = { Copy(screen), ChosenStore.In(Check(screen)) },
        };

    private static DocumentedCommand Copy(Screen screen)
    {
        DocumentedCommand command = new(
            "copy",
            "Copies runs, trials, imported outputs, deleted ones too, and tokens, then compares both stores. Safe to do again.",
            new Example("laptime store copy local postgres://team@db/laptime", "into the team's database"),
            new Example("laptime store copy postgres://team@db/laptime backup.db", "into a file, as a backup")
        )
        {
            Arguments = { From, To },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                StoreAddress from = Parse(parsed.GetRequiredValue(From));
                StoreAddress to = Parse(parsed.GetRequiredValue(To));
                if (from.ToString() == to.ToString())
                {
                    screen.Complain("Both are the same store. Name another one to copy to.");
                    return ExitCode.Usage;
                }
                if (from.File is { } file && !File.Exists(file))
                {
                    screen.Complain($"There is no store {file}.");
                    return ExitCode.Failed;
                }
                await using RelationalStore source = await from.OpenAsync(
                    TimeProvider.System,
                    Patience,
                    cancellationToken
                );
                await using RelationalStore target = await to.OpenAsync(
                    TimeProvider.System,
                    Patience,
                    cancellationToken
                );
                CopyResult result = await StoreCopy.RunAsync(source, target, Show(screen), cancellationToken);
                screen.Rewrite("");
                screen.Say(
                    $"{Count(result.Runs, "run")}, {Count(result.Foreign, "imported output")} and {Count(result.Tokens, "token")} "
                        + $"of {from} are in {to}; {result.ChangedRuns + result.ChangedForeign + result.ChangedTokens} were "
                        + "not before."
                );
                if (result.Different.Count == 0)
                {
                    screen.Say("Both stores were read again: every document is the same.");
                    return ExitCode.Done;
                }
                string named = string.Join(", ", result.Different.Take(MostNamed));
                screen.Complain(
                    $"{Count(result.Different.Count, "run")} differ between the stores and stay as they are in each: {named}. Export "
                        + "them from both and compare."
                );
                return ExitCode.SomeTrialsFailed;
            }
        );
        return command;
    }

    private static DocumentedCommand Check(Screen screen)
    {
        DocumentedCommand command = new(
            "check",
            "Reads every run and trial of the store, and verifies the seals.",
            new Example("laptime store check", "of the data directory"),
            new Example("laptime store check --store postgres://team@db/laptime", "of a server")
        );
        command.SetAction(
            async (_, cancellationToken) =>
            {
                await using RelationalStore store = await ChosenStore.Address.OpenAsync(
                    TimeProvider.System,
                    Patience,
                    cancellationToken
                );
                CheckResult result = await StoreCopy.CheckAsync(store, Show(screen), cancellationToken);
                screen.Rewrite("");
                string seals = string.Join(
                    ", ",
                    Enum.GetValues<SealState>()
                        .Where(result.Seals.ContainsKey)
                        .Select(state => $"{result.Seals[state]} {RunText.Word(state)}")
                );
                screen.Results.WriteLine(
                    $"{Count(result.Runs, "run")}, {Count(result.Trials, "trial")}{(seals.Length == 0 ? "" : $": {seals}")}"
                );
                foreach (string trouble in result.Troubles)
                {
                    screen.Complain(trouble);
                }
                return result.Troubles.Count == 0 ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return command;
    }

    private static StoreAddress Parse(string text) =>
        StoreAddress.Parse(text, () => DataDirectory.Locate(Environment.GetEnvironmentVariable));

    private static ShownProgress Show(Screen screen) => new(screen);

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    // Not Progress<T>, whose reports may arrive after the end.
    private sealed class ShownProgress(Screen screen) : IProgress<CopyProgress>
    {
        private const int Step = 25;

        public void Report(CopyProgress value)
        {
            if (value.Done % Step == 0)
            {
                screen.Rewrite($"{(value.IsComparing ? "Read" : "Copied")} {value.Done} of {value.Total} runs");
            }
        }
    }
}
