using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Answers.Catalogs;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Catalogs;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog platforms</c>.</summary>
internal static class CatalogPlatformsCommand
{
    private static readonly Argument<string?> Text = new("name")
    {
        Description = "A platform, by id or any of its names, or a part of them; all unless it is given",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Kind = CatalogOptions.Word("--kind", "Sort", [.. ProviderFilter.Kinds]);

    private static readonly Option<bool> Notebooks = new("--notebook")
    {
        Description = "Only where notebooks run without further work.",
    };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Also those of which nothing is known but the name.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "platforms",
            "Shows on what conditions machines can be had: limits of sessions, storage, privacy, billing.",
            new Example("laptime catalog platforms", "those of which something is known"),
            new Example("laptime catalog platforms kaggle", "one, with its sources"),
            new Example("laptime catalog platforms --notebook --json", "for programs")
        )
        {
            Arguments = { Text },
            Options = { Kind, Notebooks, All, ReadingOptions.Json },
        };
        command.SetAction(parsed =>
        {
            Catalog catalog = OpenedCatalog.Read(screen);
            ImmutableArray<Provider> providers = Select(catalog, parsed);
            if (parsed.GetValue(ReadingOptions.Json))
            {
                ProviderReport.WriteJson(providers, catalog, screen);
                return ExitCode.Done;
            }
            switch (providers)
            {
                case []:
                    screen.Complain(
                        "No platform in the catalog is like that. See all with: laptime catalog platforms --all"
                    );
                    return ExitCode.Failed;
                case [Provider only]:
                    ProviderReport.WriteOne(only, catalog, screen);
                    return ExitCode.Done;
                default:
                    ProviderReport.Write(providers, screen);
                    return ExitCode.Done;
            }
        });
        return command;
    }

    private static ImmutableArray<Provider> Select(Catalog catalog, ParseResult parsed)
    {
        string? text = parsed.GetValue(Text);
        ProviderFilter filter = new()
        {
            Text = text,
            Kind = parsed.GetValue(Kind),
            Notebooks = parsed.GetValue(Notebooks),
            All = parsed.GetValue(All) || text is not null || parsed.GetValue(ReadingOptions.Json),
        };
        return [.. filter.Apply(catalog)];
    }
}
