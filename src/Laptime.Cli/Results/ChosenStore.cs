using System.CommandLine;
using Laptime.Store;

namespace Laptime.Cli.Results;

/// <summary>The store that this process works with: <c>--store</c>, else <c>LAPTIME_STORE</c>, else the data directory's.</summary>
internal static class ChosenStore
{
    /// <summary>Understood by every command that reads or writes results.</summary>
    public static readonly Option<string?> Option = new("--store")
    {
        Description =
            "Where results are: postgres://user@host/database, or a file; $LAPTIME_STORE or the data directory unless it is "
            + "given. A password belongs into PGPASSWORD or ~/.pgpass",
        HelpName = "STORE",
        Recursive = true,
    };

    // One process, one command line; set before any command runs.
    private static string? s_given;

    /// <summary>The address.</summary>
    /// <exception cref="StoreException">It cannot be understood, or there is no data directory.</exception>
    public static StoreAddress Address =>
        StoreAddress.Parse(
            s_given ?? Environment.GetEnvironmentVariable("LAPTIME_STORE"),
            () => DataDirectory.Locate(Environment.GetEnvironmentVariable)
        );

    /// <summary>Takes note of what the command line says.</summary>
    public static void Choose(ParseResult parsed) => s_given = parsed.GetValue(Option);

    /// <summary>The command, understanding the option; so do those below it.</summary>
    public static T In<T>(T command)
        where T : Command
    {
        command.Options.Add(Option);
        return command;
    }
}
