using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Catalogs;
using Laptime.Prices.Naming;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog devices</c>.</summary>
internal static class CatalogDevicesCommand
{
    private static readonly Argument<string?> Text = new("name")
    {
        Description = "A device, by id or any of its names, or a part of them; all unless it is given",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Vendor = new("--vendor")
    {
        Description = "Maker: NVIDIA, AMD, …",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Kind = CatalogOptions.Word(
        "--kind",
        "Sort",
        "gpu",
        "tpu",
        "cpu",
        "soc",
        "accelerator"
    );

    private static readonly Option<double?> MinMemory = CatalogOptions.MinMemory();

    private static readonly Option<string?> Sort = CatalogOptions.Word(
        "--sort",
        "Order, the largest first",
        "id",
        "memory",
        "bandwidth",
        "fp32",
        "fp16",
        "power",
        "launch"
    );

    private static readonly Option<int?> Limit = CatalogOptions.Limit("Show no more than these");

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "devices",
            "Shows what devices are: memory, bandwidth, dense peak rates, power.",
            new Example("laptime catalog devices", "all"),
            new Example("laptime catalog devices a100-sxm4-40gb", "one, with its sources"),
            new Example("laptime catalog devices --min-memory 24 --sort fp16", "those for large models")
        )
        {
            Arguments = { Text },
            Options = { Vendor, Kind, MinMemory, Sort, Limit, ReadingOptions.Json },
        };
        command.SetAction(parsed =>
        {
            Catalog catalog = OpenedCatalog.Read(screen);
            ImmutableArray<DeviceModel> devices = Select(catalog, parsed);
            if (parsed.GetValue(ReadingOptions.Json))
            {
                DeviceReport.WriteJson(devices, catalog, screen);
                return ExitCode.Done;
            }
            switch (devices)
            {
                case []:
                    screen.Complain("No device in the catalog is like that. See all with: laptime catalog devices");
                    return ExitCode.Failed;
                case [DeviceModel only]:
                    DeviceReport.WriteOne(only, catalog, screen);
                    return ExitCode.Done;
                default:
                    DeviceReport.Write(devices, screen);
                    return ExitCode.Done;
            }
        });
        return command;
    }

    private static ImmutableArray<DeviceModel> Select(Catalog catalog, ParseResult parsed)
    {
        string? text = parsed.GetValue(Text);
        string? vendor = parsed.GetValue(Vendor);
        string? kind = parsed.GetValue(Kind);
        double? memory = parsed.GetValue(MinMemory);
        IEnumerable<DeviceModel> found = text is null ? catalog.Devices.Values : Named(catalog, text);
        found = found.Where(device =>
            (vendor is null || device.Vendor.Equals(vendor, StringComparison.OrdinalIgnoreCase))
            && (kind is null || device.Kind.ToString().Equals(kind, StringComparison.OrdinalIgnoreCase))
            && (memory is null || (double?)device.MemoryGb >= memory)
        );
        found = parsed.GetValue(Sort) switch
        {
            "memory" => found.OrderByDescending(device => device.MemoryGb),
            "bandwidth" => found.OrderByDescending(device => device.BandwidthGbPerSecond),
            "fp32" => found.OrderByDescending(device => Peak(device, "fp32")),
            "fp16" => found.OrderByDescending(device => Peak(device, "fp16_tensor") ?? Peak(device, "fp16")),
            "power" => found.OrderByDescending(device => device.PowerWatts),
            "launch" => found.OrderByDescending(device => device.Launch),
            _ => found,
        };
        return [.. found.Take(parsed.GetValue(Limit) ?? int.MaxValue)];
    }

    private static double? Peak(DeviceModel device, string name) =>
        device.PeaksTera.TryGetValue(name, out double peak) ? peak : null;

    private static IEnumerable<DeviceModel> Named(Catalog catalog, string text) =>
        DeviceNames.ReadShipped().Find(text) switch
        {
            DeviceMatch.Known known => [catalog.Devices[known.Id]],
            DeviceMatch.Ambiguous several => several
                .Candidates.Where(catalog.Devices.ContainsKey)
                .Select(id => catalog.Devices[id]),
            _ => catalog.Devices.Values.Where(device =>
                device
                    .Aliases.Append(device.Id)
                    .Append(device.Name)
                    .Append(device.Architecture ?? "")
                    .Any(name => name.Contains(text, StringComparison.OrdinalIgnoreCase))
            ),
        };
}
