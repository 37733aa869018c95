using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Prices.Reading;

/// <summary>What data/platforms.json says of platforms that can be had, whether Laptime recognises them from inside or not.</summary>
internal sealed record ProviderFile
{
    /// <summary>Providers, by id.</summary>
    public required ImmutableSortedDictionary<string, Provider> Providers { get; init; }

    /// <summary>Where facts come from, by short name.</summary>
    public required ImmutableSortedDictionary<string, string> Sources { get; init; }

    /// <summary>The file that this library was built with.</summary>
    public static ProviderFile Load()
    {
        using var stream = Shipped.Open("platforms.json");
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        return new ProviderFile
        {
            Providers = root.Items("platforms")
                // Your own desktop is no provider.
                .Where(row => row.Text("kind") != "desktop")
                .Select(ReadProvider)
                .ToImmutableSortedDictionary(provider => provider.Id, provider => provider, StringComparer.Ordinal),
            Sources = root.Members("sources")
                .ToImmutableSortedDictionary(
                    member => member.Name,
                    member => member.Value.GetString()!,
                    StringComparer.Ordinal
                ),
        };
    }

    private static Provider ReadProvider(JsonElement row)
    {
        row.TryGetProperty("provider", out var facts);
        Facts read = new(facts);
        return new Provider
        {
            Id = row.Text("id"),
            Name = row.Text("name"),
            Kind = row.Text("kind"),
            Aliases = facts.ValueKind == JsonValueKind.Object ? facts.Texts("aliases") : [],
            Limits =
            [
                .. row.Items("limits")
                    .Concat(Own(facts))
                    .Select(ReadLimits)
                    .OrderByDescending(limits => limits.Source.AsOf),
            ],
            Active = read.Flag("active"),
            Notebooks = read.Flag("notebooks"),
            Persistent = read.Flag("persistent"),
            Storage = read.Value("storage")?.GetString(),
            DiscussesSecurity = read.Flag("discusses_security"),
            ServiceLevel = read.Flag("service_level"),
            ThirdPartyHosts = read.Flag("third_party_hosts"),
            Frameworks = read.Value("frameworks") is { } names
                ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
                : [],
            BillingStep = read.Span("billing_step_seconds"),
            SetupTime = read.Span("setup_seconds"),
            Sources = read.Sources.ToImmutable(),
        };
    }

    /// <summary>Limits that are too old to be told to somebody who is there, and the newest known nevertheless.</summary>
    private static IEnumerable<JsonElement> Own(JsonElement facts) =>
        facts.ValueKind == JsonValueKind.Object ? facts.Items("limits") : [];

    private static SessionLimits ReadLimits(JsonElement row) =>
        new()
        {
            Tier = row.TextOrNull("tier"),
            SessionMaximum = row.NumberOrNull("session_max_hours") is { } session ? new Seconds(session * 3600) : null,
            IdleTimeout = row.NumberOrNull("idle_timeout_minutes") is { } idle ? new Seconds(idle * 60) : null,
            WeeklyGpuTime = row.NumberOrNull("weekly_gpu_hours") is { } weekly ? new Seconds(weekly * 3600) : null,
            Note = row.TextOrNull("note"),
            Source = new Source(row.Text("source"), row.DateOrNull("date")),
        };

    /// <summary>Facts that carry their source; remembers the sources of those that were asked for.</summary>
    private sealed class Facts(JsonElement facts)
    {
        public ImmutableSortedDictionary<string, Source>.Builder Sources { get; } =
            ImmutableSortedDictionary.CreateBuilder<string, Source>(StringComparer.Ordinal);

        public JsonElement? Value(string name)
        {
            if (facts.ValueKind != JsonValueKind.Object || !facts.TryGetProperty(name, out var fact))
            {
                return null;
            }
            Sources[name] = new Source(fact.Text("source"), fact.DateOrNull("date"), fact.TextOrNull("where"));
            return fact.GetProperty("value");
        }

        public bool? Flag(string name) => Value(name)?.GetBoolean();

        public Seconds? Span(string name) => Value(name) is { } value ? new Seconds(value.GetDouble()) : null;
    }
}
