using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Catalogs;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Prices;
using Laptime.Prices.Feeds;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime catalog sources</c>.</summary>
internal static class CatalogSourcesCommand
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.catalog-sources/1";

    private static readonly Argument<string> Name = new("name") { Description = "Your name for it", HelpName = "NAME" };

    private static readonly Argument<string> Location = new("location")
    {
        Description = "Address beginning with https:// or http://, or a file",
        HelpName = "URL|FILE",
    };

    private static readonly Option<string?> Provider = CatalogOptions.Provider(
        "Whose prices they are, where the list does not say"
    );

    public static Command Create(Screen screen) =>
        new DocumentedCommand(
            "sources",
            "Says where 'laptime catalog refresh' gets prices.",
            new Example(
                "laptime catalog sources add aws https://example.org/aws/vms.csv --provider aws",
                "a price list"
            ),
            new Example("laptime catalog sources list", "all that were added")
        )
        {
            Subcommands = { Add(screen), Remove(screen), List(screen) },
        };

    private static DocumentedCommand Add(Screen screen)
    {
        DocumentedCommand command = new(
            "add",
            "Adds a source, in the place of one of the same name. Nothing is contacted yet.",
            new Example("laptime catalog sources add vast https://example.org/bundles.json", "an address"),
            new Example("laptime catalog sources add own prices.csv", "a file that something else writes")
        )
        {
            Arguments = { Name, Location },
            Options = { Provider },
        };
        command.SetAction(parsed =>
            Guarded(
                screen,
                sources =>
                {
                    PriceSource source = new(
                        parsed.GetRequiredValue(Name),
                        parsed.GetRequiredValue(Location),
                        parsed.GetValue(Provider)
                    );
                    if (!source.IsRemote)
                    {
                        source = source with { Location = Path.GetFullPath(source.Location) };
                    }
                    sources.Add(source);
                    screen.Say(
                        $"Added {source.Name}: {source.Location}. Get its prices with: laptime catalog refresh {source.Name}"
                    );
                    return ExitCode.Done;
                }
            )
        );
        return command;
    }

    private static DocumentedCommand Remove(Screen screen)
    {
        DocumentedCommand command = new(
            "remove",
            "Removes a source. What was imported from it stays.",
            new Example("laptime catalog sources remove vast", "no longer asked")
        )
        {
            Arguments = { Name },
        };
        command.SetAction(parsed =>
            Guarded(
                screen,
                sources =>
                {
                    string name = parsed.GetRequiredValue(Name);
                    if (!sources.Remove(name))
                    {
                        screen.Complain($"There is no source '{name}'. See them with: laptime catalog sources list");
                        return ExitCode.Failed;
                    }
                    screen.Say($"Removed {name}.");
                    return ExitCode.Done;
                }
            )
        );
        return command;
    }

    private static DocumentedCommand List(Screen screen)
    {
        DocumentedCommand command = new(
            "list",
            "Lists the sources.",
            new Example("laptime catalog sources list", "a row for each")
        )
        {
            Options = { ReadingOptions.Json },
        };
        command.SetAction(parsed =>
            Guarded(
                screen,
                sources =>
                {
                    ImmutableArray<PriceSource> all = sources.Read();
                    if (parsed.GetValue(ReadingOptions.Json))
                    {
                        WriteJson(all, screen);
                    }
                    else if (all.IsEmpty)
                    {
                        screen.Say("There are no sources yet. Add one with: laptime catalog sources add NAME URL");
                    }
                    else
                    {
                        Table table = new(
                            new Column("Source"),
                            new Column("Provider"),
                            new Column("Location", Wraps: true)
                        );
                        foreach (PriceSource source in all)
                        {
                            table.Add(
                                new Cell(source.Name, Style.Bold),
                                source.Provider ?? CatalogText.Dash,
                                source.Location
                            );
                        }
                        table.Write(screen);
                    }
                    return ExitCode.Done;
                }
            )
        );
        return command;
    }

    private static void WriteJson(ImmutableArray<PriceSource> sources, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("sources");
                foreach (PriceSource source in sources)
                {
                    json.WriteStartObject();
                    json.WriteString("name", source.Name);
                    json.WriteString("location", source.Location);
                    json.WriteKnown("provider", source.Provider);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );

    private static int Guarded(Screen screen, Func<PriceSources, int> act)
    {
        try
        {
            return act(new PriceSources(OpenedCatalog.Directory));
        }
        catch (Exception e) when (e is CatalogException or IOException or UnauthorizedAccessException)
        {
            screen.Complain(e.Message);
            return ExitCode.Failed;
        }
    }
}
