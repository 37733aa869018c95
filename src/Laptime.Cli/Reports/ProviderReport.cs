using System.Collections.Immutable;
using System.Text.Json;
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
        table.Add("Name", new Cell(provider.Name, Style.Bold));
        table.Add("Id", provider.Id);
        table.Add("Kind", provider.Kind);
        if (!provider.Aliases.IsEmpty)
        {
            table.Add("Also known as", string.Join(", ", provider.Aliases));
        }
        Fact("In business", "active", Words(provider.Active));
        Fact("Notebooks", "notebooks", Words(provider.Notebooks));
        Fact("Keeps files", "persistent", Words(provider.Persistent));
        Fact("Storage", "storage", provider.Storage);
        Fact("Says how it protects data", "discusses_security", Words(provider.DiscussesSecurity));
        Fact("Promises availability", "service_level", Words(provider.ServiceLevel));
        Fact("Machines of strangers", "third_party_hosts", Words(provider.ThirdPartyHosts));
        Fact("Frameworks", "frameworks", provider.Frameworks.IsEmpty ? null : string.Join(", ", provider.Frameworks));
        Fact("Billed in steps of", "billing_step_seconds", Words(provider.BillingStep));
        Fact("Set-up takes", "setup_seconds", Words(provider.SetupTime));
        foreach (SessionLimits limits in provider.Limits)
        {
            string?[] parts =
            [
                limits.SessionMaximum is { } session ? $"at most {CatalogText.Span(session)}" : null,
                limits.IdleTimeout is { } idle ? $"ends after {CatalogText.Span(idle)} idle" : null,
                limits.WeeklyGpuTime is { } week ? $"{CatalogText.Span(week)} of GPU a week" : null,
                limits.Note,
            ];
            table.Add(
                $"Sessions{(limits.Tier is { } tier ? $", {tier}" : "")}",
                string.Join(", ", parts.OfType<string>())
            );
            table.Add("", new Cell(CatalogText.Source(catalog, limits.Source), Style.Dim));
        }
        int offers = catalog.Offers.Count(offer => offer.Provider == provider.Id);
        table.Add(
            "Offers",
            offers == 0
                ? "none in the catalog"
                : $"{offers} in the catalog: laptime catalog offers --provider {provider.Id}"
        );
        table.Write(screen);

        void Fact(string title, string name, string? value)
        {
            table.Add(title, value ?? CatalogText.Unknown);
            if (provider.Sources.TryGetValue(name, out Source? source))
            {
                table.Add("", new Cell(CatalogText.Source(catalog, source), Style.Dim));
            }
        }
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

    private static string? Words(bool? value) => value is null ? null : CatalogText.YesNo(value);

    private static string? Words(Core.Quantities.Seconds? span) => span is null ? null : CatalogText.Span(span);
}
