using System.Collections.Immutable;
using System.Diagnostics;
using Laptime.Cli.Reports;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Laptime.Prices;
using Laptime.Prices.Naming;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Roofs;

/// <summary>
/// Measures roofs: each in several fresh processes, in fresh random order every round. Each
/// process looks for the fastest way itself.
/// </summary>
/// <param name="screen">For progress.</param>
/// <param name="facts">The platform.</param>
/// <param name="adapter">The adapter; null where there is no libtorch to measure.</param>
internal sealed class RoofSession(Screen screen, PlatformFacts facts, Adapter? adapter)
{
    /// <summary>Processes for each roof: the launches of five that the standard tier begins with.</summary>
    public const int Launches = 5;

    /// <summary>Time for all of it unless the user says another.</summary>
    public static readonly Seconds UsualTime = new(60);

    private static readonly Seconds StartUp = new(0.9);
    private static readonly Seconds Least = new(0.1);
    private static readonly TimeSpan HangLimit = TimeSpan.FromMinutes(3);

    /// <summary>Measures.</summary>
    /// <param name="subjects">What to measure.</param>
    /// <param name="time">Time for all of it, roughly.</param>
    /// <param name="cancellationToken">Stops the process under way.</param>
    /// <exception cref="OperationCanceledException">Cancelled; no process is left.</exception>
    public async Task<ImmutableArray<Roof>> MeasureAsync(
        ImmutableArray<RoofSubject> subjects,
        Seconds time,
        CancellationToken cancellationToken
    )
    {
        Seconds share = (time / (subjects.Length * Launches)) - StartUp;
        Seconds each = share < Least ? Least : share;
        var readings = subjects.ToDictionary(subject => subject, _ => new List<RoofReading>());
        for (int launch = 1; launch <= Launches; launch++)
        {
            RoofSubject[] order = [.. subjects];
            Random.Shared.Shuffle(order);
            for (int i = 0; i < order.Length; i++)
            {
                List<RoofReading> known = readings[order[i]];
                if (known is [RoofReading.Unavailable, ..])
                {
                    continue; // what cannot be done once cannot be done again
                }
                screen.Rewrite($"round {launch} of {Launches}, {i + 1} of {order.Length}: {RoofText.Name(order[i])}");
                known.Add(await LaunchAsync(order[i], each, cancellationToken));
            }
        }
        screen.Rewrite("");
        DeviceNames names = DeviceNames.ReadShipped();
        Catalog catalog = CatalogFiles.ReadShipped();
        return
        [
            .. subjects.Select(subject =>
                Roof.Of(
                    subject,
                    [.. readings[subject]],
                    DeviceOf(subject, names, catalog) is { } device ? VendorFigures.Of(subject, device) : null
                )
            ),
        ];
    }

    private DeviceModel? DeviceOf(RoofSubject subject, DeviceNames names, Catalog catalog)
    {
        GpuFacts? gpu = subject.Device.IsCpu ? null : facts.Gpus.ElementAtOrDefault(subject.Device.Index);
        string? name = subject.Device.IsCpu ? facts.Cpu.Model : gpu?.Name;
        DeviceEvidence evidence = gpu?.Memory is { } memory
            ? new DeviceEvidence { Memory = (decimal)memory.Gigabytes }
            : default;
        return name is not null && names.Find(name, evidence) is DeviceMatch.Known { Id: var id }
            ? catalog.Devices.GetValueOrDefault(id)
            : null;
    }

    private async Task<RoofReading> LaunchAsync(
        RoofSubject subject,
        Seconds seconds,
        CancellationToken cancellationToken
    )
    {
        (string program, ImmutableArray<string> arguments) = OwnProgram.Command();
        ProcessStartInfo start = new(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] roof = ["roof", subject.Id, $"{seconds.Value}", adapter?.Path ?? "", facts.Disk.Path];
        foreach (string argument in arguments.AddRange(roof))
        {
            start.ArgumentList.Add(argument);
        }
        foreach ((string name, string? value) in OwnProgram.FastestEnvironment(facts.Cpu.Simd))
        {
            start.Environment[name] = value;
        }
        using Process process =
            Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(HangLimit);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(stop.Token);
            string output = await process.StandardOutput.ReadToEndAsync(stop.Token);
            await process.WaitForExitAsync(stop.Token);
            return RoofMessage.Read(output) ?? Died(process.ExitCode, await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new RoofReading.Unavailable($"it had not ended after {Seconds.From(HangLimit)} and was stopped");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static RoofReading.Unavailable Died(int exitCode, string errors)
    {
        string last = errors.TrimEnd().Split('\n')[^1];
        return new RoofReading.Unavailable(
            $"its process ended with exit code {exitCode}{(last.Length > 0 ? $": {last}" : "")}"
        );
    }
}
