using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Catalogs;
using Laptime.Prices.Naming;

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

    private static readonly Option<string?> Kind = CatalogOptions.Word(
        "--kind",
        "Sort",
        "notebook",
        "serverless",
        "marketplace",
        "cloud"
    );

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
        string? kind = parsed.GetValue(Kind);
        bool notebooks = parsed.GetValue(Notebooks);
        bool all = parsed.GetValue(All) || text is not null || parsed.GetValue(ReadingOptions.Json);
        IEnumerable<Provider> found =
            text is null ? catalog.Providers.Values
            : new ProviderNames(catalog.Providers.Values).Find(text) is { } id ? [catalog.Providers[id]]
            : catalog.Providers.Values.Where(provider =>
                provider
                    .Aliases.Append(provider.Id)
                    .Append(provider.Name)
                    .Any(name => name.Contains(text, StringComparison.OrdinalIgnoreCase))
            );
        return
        [
            .. found.Where(provider =>
                (kind is null || provider.Kind == kind)
                && (!notebooks || provider.Notebooks == true)
                && (all || !provider.Limits.IsEmpty || provider.Sources.Keys.Any(fact => fact != "active"))
            ),
        ];
    }
}
