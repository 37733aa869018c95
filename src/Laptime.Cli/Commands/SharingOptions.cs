using System.CommandLine;
using Laptime.Cli.Sharing;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Commands;

/// <summary>How a server is named and told who asks.</summary>
internal static class SharingOptions
{
    /// <summary>The server.</summary>
    public static readonly Argument<string> Url = new("url")
    {
        Description = "Address of a server that 'laptime serve' runs",
        HelpName = "URL",
    };

    /// <summary>File with the token.</summary>
    public static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "File that holds the token; else the variable LAPTIME_TOKEN does",
        HelpName = "FILE",
    };

    /// <summary>Plain http to elsewhere.</summary>
    public static readonly Option<bool> Insecure = new("--insecure")
    {
        Description = "Allow plain http to another machine: everybody on the way can read the token.",
    };

    /// <summary>The server that a command line names; null after a complaint.</summary>
    public static async Task<RunServer?> ConnectAsync(
        ParseResult parsed,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        (Uri? address, string? objection) = ServerAddress.Read(parsed.GetRequiredValue(Url), parsed.GetValue(Insecure));
        string? token = null;
        if (objection is null)
        {
            (token, objection) = await TokenSource.ReadAsync(parsed.GetValue(TokenFile), cancellationToken);
        }
        if (objection is not null)
        {
            screen.Complain(objection);
            return null;
        }
        return new RunServer(address!, token, new Retry(TimeProvider.System, screen.Say));
    }
}
