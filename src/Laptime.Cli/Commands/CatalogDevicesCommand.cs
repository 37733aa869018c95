using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Answers.Catalogs;
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
        [.. DeviceFilter.Orders]
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
        DeviceFilter filter = new()
        {
            Text = parsed.GetValue(Text),
            Vendor = parsed.GetValue(Vendor),
            Kind = parsed.GetValue(Kind),
            MinMemoryGb = parsed.GetValue(MinMemory),
            Order = parsed.GetValue(Sort),
        };
        return [.. filter.Apply(catalog, DeviceNames.ReadShipped()).Take(parsed.GetValue(Limit) ?? int.MaxValue)];
    }
}
