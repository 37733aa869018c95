using System.CommandLine;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Formats.Sealing;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime key</c>.</summary>
internal static class KeyCommand
{
    public static Command Create(Screen screen) =>
        new DocumentedCommand(
            "key",
            "Makes and shows the key that signs your runs, so that others see whether they were altered.",
            new Example("laptime key create", "once; every run from then on is signed"),
            new Example("laptime key show", "its fingerprint, for others to compare")
        )
        {
            Subcommands = { CreateKey(screen), Show(screen) },
        };

    private static DocumentedCommand CreateKey(Screen screen)
    {
        DocumentedCommand command = new(
            "create",
            "Makes a key in the data directory, readable by you alone.",
            new Example("laptime key create", "an ECDSA key on the curve P-256")
        );
        command.SetAction(_ =>
        {
            string directory = DataDirectory.Locate(Environment.GetEnvironmentVariable);
            using SigningKey key = KeyFile.Create(directory);
            screen.Say(
                $"Wrote {KeyFile.In(directory)}. Runs that end from now on are signed, and earlier ones when they are exported."
            );
            screen.Results.WriteLine(key.Fingerprint);
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Show(Screen screen)
    {
        DocumentedCommand command = new(
            "show",
            "Shows the fingerprint of your key, and the public key.",
            new Example("laptime key show", "what to publish beside your results")
        );
        command.SetAction(_ =>
        {
            using SigningKey? key = KeyFile.Read(DataDirectory.Locate(Environment.GetEnvironmentVariable));
            if (key is null)
            {
                screen.Complain("There is no key yet. Make one with: laptime key create");
                return ExitCode.Failed;
            }
            screen.Results.WriteLine(key.Fingerprint);
            screen.Results.WriteLine(key.ToPublicPem());
            return ExitCode.Done;
        });
        return command;
    }
}
