using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime results restore</c>.</summary>
internal static class ResultsRestoreCommand
{
    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "restore",
            "Brings deleted runs back.",
            new Example("laptime results restore 0193a5f2", "out of the bin, into the list")
        )
        {
            Arguments = { RunArguments.Some },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                ImmutableArray<Guid>? found = await stored.FindAllAsync(
                    parsed.GetRequiredValue(RunArguments.Some),
                    RunShelf.Bin,
                    cancellationToken,
                    withForeign: true
                );
                foreach (Guid id in found ?? [])
                {
                    _ =
                        await stored.Store.RestoreRunAsync(id, cancellationToken)
                        || await stored.Foreign.RestoreForeignAsync(id, cancellationToken);
                    screen.Say($"Run {ShortId.Of(id)} is back. See it with: laptime results show {id}");
                }
                return found is null ? ExitCode.Failed : ExitCode.Done;
            }
        );
        return command;
    }
}
