using System.CommandLine;
using System.Globalization;
using System.Net;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Web.Hosting;
using Laptime.Web.Operations;
using Microsoft.AspNetCore.Builder;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime serve</c>.</summary>
internal static class ServeCommand
{
    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port to listen on; 0 takes a free one",
        HelpName = "N",
        DefaultValueFactory = _ => 5380,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65_535)
            {
                return port;
            }
            result.AddError($"--port takes a number from 0 to 65535, not '{text}'.");
            return 0;
        },
    };

    private static readonly Option<IPAddress?> Address = new("--address")
    {
        Description = "Address to listen on; 127.0.0.1, this machine alone, unless it is given",
        HelpName = "IP",
        CustomParser = result =>
        {
            if (IPAddress.TryParse(result.Tokens[0].Value, out IPAddress? address))
            {
                return address;
            }
            result.AddError($"--address takes an IP address such as 0.0.0.0, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private static readonly Option<bool> Private = new("--private")
    {
        Description = "Let only those read who have a token with the scope read.",
    };

    private static readonly Option<string[]> Host = new("--host")
    {
        Description = "Name under which the server answers besides localhost and addresses; may stand more than once",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> WithNames = new("--with-names")
    {
        Description = "Show host names and paths to other machines as well, which are left out otherwise.",
    };

    private static readonly Option<LogForm> Log = new("--log")
    {
        Description = "text: runs handed in, refusals, failures; json: every request, for programs; none",
        HelpName = "text|json|none",
        DefaultValueFactory = _ => LogForm.Text,
    };

    private static readonly Option<int?> Requests = OptionValues.Count(
        "--requests-per-minute",
        "Requests a minute and address; 6000 unless it is given"
    );

    private static readonly Option<int?> Submissions = OptionValues.Count(
        "--runs-per-minute",
        "Runs handed in a minute and token; 600 unless it is given"
    );

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "serve",
            "Shows results, comparisons, rankings and costs in a browser, on this machine.",
            new Example("laptime serve", "then open http://127.0.0.1:5380"),
            new Example("laptime serve --port 0", "on a free port, which it tells"),
            new Example("laptime serve --address 0.0.0.0 --private", "for the team, whoever has a token")
        )
        {
            Options = { Port, Address, Private, Host, WithNames, Log, Requests, Submissions },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using StoredRuns stored = await StoredRuns.OpenAsync(screen, cancellationToken);
                IPAddress address = parsed.GetValue(Address) ?? IPAddress.Loopback;
                await using WebApplication app = Dashboard.Build(
                    new DashboardSettings
                    {
                        Runs = stored.Store,
                        Foreign = stored.Foreign,
                        Tokens = stored.Tokens,
                        DataDirectory = OpenedCatalog.Directory,
                        Probe = ProbeCommand.ReadAsync,
                        ToolVersion = ProgramVersion.Number,
                        Address = address,
                        Port = parsed.GetValue(Port),
                        HostNames = [.. parsed.GetValue(Host) ?? []],
                        IsPrivate = parsed.GetValue(Private),
                        ShowsNames = IPAddress.IsLoopback(address) || parsed.GetValue(WithNames),
                        Limits = LimitsOf(parsed),
                        Log = parsed.GetValue(Log),
                    }
                );
                try
                {
                    await app.StartAsync(cancellationToken);
                }
                catch (IOException e)
                {
                    screen.Complain(
                        $"Could not listen on {address}, port {parsed.GetValue(Port)}: {e.Message} Choose another with --port."
                    );
                    return ExitCode.Failed;
                }
                if (!IPAddress.IsLoopback(address) && !parsed.GetValue(Private))
                {
                    screen.Warn(
                        "Everybody who can reach this machine can read these results; --private asks for a token."
                    );
                }
                screen.Say($"The dashboard is at {app.Urls.First()} until Ctrl-C.");
                await WaitAsync(cancellationToken);
                await app.StopAsync(CancellationToken.None);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static ServerLimits LimitsOf(ParseResult parsed)
    {
        ServerLimits usual = new();
        return usual with
        {
            RequestsPerMinute = parsed.GetValue(Requests) ?? usual.RequestsPerMinute,
            SubmissionsPerMinute = parsed.GetValue(Submissions) ?? usual.SubmissionsPerMinute,
        };
    }

    private static async Task WaitAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellationToken.Register(done.SetResult);
        await done.Task;
    }
}
