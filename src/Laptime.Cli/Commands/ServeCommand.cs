using System.CommandLine;
using System.Globalization;
using System.Net;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Results;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Web.Hosting;
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

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "serve",
            "Shows results, comparisons, rankings and costs in a browser, on this machine.",
            new Example("laptime serve", "then open http://127.0.0.1:5380"),
            new Example("laptime serve --port 0", "on a free port, which it tells")
        )
        {
            Options = { Port, Address },
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
                        DataDirectory = OpenedCatalog.Directory,
                        Probe = ProbeCommand.ReadAsync,
                        ToolVersion = ProgramVersion.Number,
                        Address = address,
                        Port = parsed.GetValue(Port),
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
                screen.Say($"The dashboard is at {app.Urls.First()} until Ctrl-C.");
                await WaitAsync(cancellationToken);
                await app.StopAsync(CancellationToken.None);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task WaitAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellationToken.Register(done.SetResult);
        await done.Task;
    }
}
