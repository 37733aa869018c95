using System.CommandLine;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Thermal;
using Laptime.Torch;
using Laptime.Workloads;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime condition</c>: brings a device to its working temperature. Called by the program itself.</summary>
internal static class ConditionCommand
{
    private static readonly Seconds Slice = new(1);

    public static Command Create(Screen screen)
    {
        Argument<string> adapter = new("adapter") { Description = "The adapter's shared library." };
        Argument<string> device = new("device") { Description = "Device to load." };
        Argument<int> threads = new("threads") { Description = "Threads within an operator." };
        Argument<double> cap = new("seconds") { Description = "Most time to spend." };
        Command command = new("condition", "Brings a device to its working temperature; started by the program itself.")
        {
            Hidden = true,
            Arguments = { adapter, device, threads, cap },
        };
        command.SetAction(
            (parse, cancellationToken) =>
            {
                Libtorch.Load(parse.GetRequiredValue(adapter));
                Libtorch.Threads = parse.GetRequiredValue(threads);
                _ = DeviceName.TryParse(parse.GetRequiredValue(device), out DeviceName name);
                using ThermalLoad load = new(name);
                string state = Conditioning.Run(
                    () => (load.Run(Slice), null, null),
                    new StopwatchClock(),
                    Protocol.Current.Conditioning,
                    new Seconds(parse.GetRequiredValue(cap)),
                    cancellationToken
                );
                screen.Results.WriteLine(state);
                return Task.FromResult(ExitCode.Done);
            }
        );
        return command;
    }
}
