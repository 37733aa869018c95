using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Answers.Catalogs;
using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;

namespace Laptime.Cli.Reports;

/// <summary>Platforms that can be had.</summary>
internal static class ProviderReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.catalog-platforms/1";

    /// <summary>Writes one row each, and one for each further plan.</summary>
    public static void Write(ImmutableArray<Provider> providers, Screen screen)
    {
        Table table = new(
            new Column("Platform", Wraps: true, Breaks: true),
            new Column("Kind"),
            new Column("Notebook"),
            new Column("Files"),
            new Column("Session", IsNumber: true),
            new Column("Idle", IsNumber: true),
            new Column("GPU/wk", IsNumber: true),
            new Column("Plan", Wraps: true, Breaks: true)
        );
        foreach (Provider provider in providers)
        {
            SessionLimits? first = provider.Limits.IsEmpty ? null : provider.Limits[0];
            table.Add(
                new Cell(provider.Id, provider.Active == false ? Style.Dim : Style.Bold),
                provider.Active == false ? "gone" : provider.Kind,
                CatalogText.YesNo(provider.Notebooks),
                CatalogText.YesNo(provider.Persistent),
                CatalogText.Span(first?.SessionMaximum),
                CatalogText.Span(first?.IdleTimeout),
                CatalogText.Span(first?.WeeklyGpuTime),
                first?.Tier ?? CatalogText.Dash
            );
            foreach (SessionLimits limits in provider.Limits.Skip(1))
            {
                table.Add(
                    "",
                    "",
                    "",
                    "",
                    CatalogText.Span(limits.SessionMaximum),
                    CatalogText.Span(limits.IdleTimeout),
                    CatalogText.Span(limits.WeeklyGpuTime),
                    limits.Tier ?? CatalogText.Dash
                );
            }
        }
        table.Write(screen);
        screen.Results.WriteLine();
        screen.Results.WriteLine("Files: whether they outlive a session. GPU/wk: time with a GPU granted per week.");
    }

    /// <summary>Writes everything that is known of one, each fact with its source.</summary>
    public static void WriteOne(Provider provider, Catalog catalog, Screen screen)
    {
        Table table = new(new Column(""), new Column("", Wraps: true));
        foreach (CatalogFact fact in ProviderFacts.Of(provider))
        {
            table.Add(fact.Title, new Cell(fact.Text, fact.Title == "Name" ? Style.Bold : Style.Plain));
            if (fact.Source is { } source)
            {
                table.Add("", new Cell(CatalogText.Source(catalog, source), Style.Dim));
            }
        }
        int offers = catalog.Offers.Count(offer => offer.Provider == provider.Id);
        table.Add(
            "Offers",
            offers == 0
                ? "none in the catalog"
                : $"{offers} in the catalog: laptime catalog offers --provider {provider.Id}"
        );
        table.Write(screen);
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(ImmutableArray<Provider> providers, Catalog catalog, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("platforms");
                foreach (Provider provider in providers)
                {
                    Write(json, provider);
                }
                json.WriteEndArray();
                json.WriteSources(
                    catalog,
                    providers.SelectMany(provider =>
                        provider
                            .Sources.Values.Concat(provider.Limits.Select(limits => limits.Source))
                            .Select(source => source.Id)
                    )
                );
            },
            screen
        );

    private static void Write(Utf8JsonWriter json, Provider provider)
    {
        json.WriteStartObject();
        json.WriteString("id", provider.Id);
        json.WriteString("name", provider.Name);
        json.WriteString("kind", provider.Kind);
        json.WriteTexts("aliases", provider.Aliases);
        json.WriteKnown("active", provider.Active);
        json.WriteKnown("notebooks", provider.Notebooks);
        json.WriteKnown("persistent", provider.Persistent);
        json.WriteKnown("storage", provider.Storage);
        json.WriteKnown("discusses_security", provider.DiscussesSecurity);
        json.WriteKnown("service_level", provider.ServiceLevel);
        json.WriteKnown("third_party_hosts", provider.ThirdPartyHosts);
        json.WriteTexts("frameworks", provider.Frameworks);
        json.WriteKnown("billing_step_seconds", provider.BillingStep);
        json.WriteKnown("setup_seconds", provider.SetupTime);
        json.WriteStartArray("limits");
        foreach (SessionLimits limits in provider.Limits)
        {
            json.WriteStartObject();
            json.WriteKnown("tier", limits.Tier);
            json.WriteKnown("session_max_seconds", limits.SessionMaximum);
            json.WriteKnown("idle_timeout_seconds", limits.IdleTimeout);
            json.WriteKnown("weekly_gpu_seconds", limits.WeeklyGpuTime);
            json.WriteKnown("note", limits.Note);
            json.WriteSource(limits.Source);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("fact_sources");
        foreach ((string fact, Source source) in provider.Sources)
        {
            json.WriteStartObject(fact);
            json.WriteSource(source);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
