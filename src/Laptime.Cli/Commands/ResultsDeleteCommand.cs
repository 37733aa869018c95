using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime results delete</c>: into the bin, and from there for good.</summary>
internal static class ResultsDeleteCommand
{
    private static readonly Option<bool> ForGood = new("--for-good")
    {
        Description = "Remove runs that are in the bin; this cannot be undone.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "delete",
            "Moves runs to the bin, from where 'laptime results restore' brings them back.",
            new Example("laptime results delete 0193a5f2", "out of the list, into the bin"),
            new Example("laptime results delete --for-good 0193a5f2", "out of the bin, gone")
        )
        {
            Arguments = { RunArguments.Some },
            Options = { ForGood },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                bool isForGood = parsed.GetValue(ForGood);
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                ImmutableArray<Guid>? found = await stored.FindAllAsync(
                    parsed.GetRequiredValue(RunArguments.Some),
                    isForGood ? RunShelf.Bin : RunShelf.Kept,
                    cancellationToken,
                    withForeign: true
                );
                foreach (Guid id in found ?? [])
                {
                    if (isForGood)
                    {
                        _ =
                            await stored.Store.PurgeRunAsync(id, cancellationToken)
                            || await stored.Foreign.PurgeForeignAsync(id, cancellationToken);
                        screen.Say($"Run {id} is gone.");
                    }
                    else
                    {
                        _ =
                            await stored.Store.DeleteRunAsync(id, cancellationToken)
                            || await stored.Foreign.DeleteForeignAsync(id, cancellationToken);
                        screen.Say($"Run {ShortId.Of(id)} is in the bin. Undo: laptime results restore {id}");
                    }
                }
                return found is null ? ExitCode.Failed : ExitCode.Done;
            }
        );
        return command;
    }
}
