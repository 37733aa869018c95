using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Answers.Catalogs;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog speeds</c>.</summary>
internal static class CatalogSpeedsCommand
{
    private static readonly Argument<string?> Workload = new("workload")
    {
        Description = "A part of the workload's name; any unless it is given",
        HelpName = "WORKLOAD",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<ImmutableArray<string>> Device = CatalogOptions.Device();
    private static readonly Option<string?> ScenarioWord = CatalogOptions.Word(
        "--scenario",
        "How it is driven",
        "train",
        "infer"
    );
    private static readonly Option<string?> Precision = CatalogOptions.Word(
        "--precision",
        "Arithmetic",
        [.. SpeedFilter.Precisions]
    );

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "speeds",
            "Shows how fast others found devices to be, with their sources.",
            new Example("laptime catalog speeds resnet50 --device v100", "a network on a device"),
            new Example("laptime catalog speeds dogs-cats", "whole jobs"),
            new Example("laptime catalog speeds --scenario infer --json", "for programs")
        )
        {
            Arguments = { Workload },
            Options = { Device, ScenarioWord, Precision, ReadingOptions.Json },
        };
        command.SetAction(parsed =>
        {
            Catalog catalog = OpenedCatalog.Read(screen);
            ImmutableArray<PublishedSpeed> speeds = Select(catalog, parsed);
            if (parsed.GetValue(ReadingOptions.Json))
            {
                SpeedReport.WriteJson(speeds, catalog, screen);
            }
            else if (speeds.IsEmpty)
            {
                screen.Say("No published speed in the catalog is like that.");
            }
            else
            {
                SpeedReport.Write(speeds, catalog, screen);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static ImmutableArray<PublishedSpeed> Select(Catalog catalog, ParseResult parsed)
    {
        ImmutableArray<string> devices = parsed.GetValue(Device);
        SpeedFilter filter = new()
        {
            Workload = parsed.GetValue(Workload),
            Devices = devices.IsDefault ? [] : devices,
            Scenario = parsed.GetValue(ScenarioWord) is { } word ? Enum.Parse<Scenario>(word, ignoreCase: true) : null,
            Precision = parsed.GetValue(Precision),
        };
        return [.. filter.Apply(catalog)];
    }
}
