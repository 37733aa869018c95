using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Catalogs;

/// <summary>Everything that is known of a provider, each fact with its source.</summary>
public static class ProviderFacts
{
    /// <summary>The facts, in the order to show.</summary>
    public static IEnumerable<CatalogFact> Of(Provider provider)
    {
        yield return new CatalogFact("Name", provider.Name);
        yield return new CatalogFact("Id", provider.Id);
        yield return new CatalogFact("Kind", provider.Kind);
        if (!provider.Aliases.IsEmpty)
        {
            yield return new CatalogFact("Also known as", string.Join(", ", provider.Aliases));
        }
        yield return Fact("In business", "active", Words(provider.Active));
        yield return Fact("Notebooks", "notebooks", Words(provider.Notebooks));
        yield return Fact("Keeps files", "persistent", Words(provider.Persistent));
        yield return Fact("Storage", "storage", provider.Storage);
        yield return Fact("Says how it protects data", "discusses_security", Words(provider.DiscussesSecurity));
        yield return Fact("Promises availability", "service_level", Words(provider.ServiceLevel));
        yield return Fact("Machines of strangers", "third_party_hosts", Words(provider.ThirdPartyHosts));
        yield return Fact(
            "Frameworks",
            "frameworks",
            provider.Frameworks.IsEmpty ? null : string.Join(", ", provider.Frameworks)
        );
        yield return Fact("Billed in steps of", "billing_step_seconds", Words(provider.BillingStep));
        yield return Fact("Set-up takes", "setup_seconds", Words(provider.SetupTime));
        foreach (SessionLimits limits in provider.Limits)
        {
            string?[] parts =
            [
                limits.SessionMaximum is { } session ? $"at most {CatalogText.Span(session)}" : null,
                limits.IdleTimeout is { } idle ? $"ends after {CatalogText.Span(idle)} idle" : null,
                limits.WeeklyGpuTime is { } week ? $"{CatalogText.Span(week)} of GPU a week" : null,
                limits.Note,
            ];
            yield return new CatalogFact(
                $"Sessions{(limits.Tier is { } tier ? $", {tier}" : "")}",
                string.Join(", ", parts.OfType<string>()),
                limits.Source
            );
        }

        CatalogFact Fact(string title, string name, string? value) =>
            new(title, value ?? CatalogText.Unknown, provider.Sources.GetValueOrDefault(name));
    }

    private static string? Words(bool? value) => value is null ? null : CatalogText.YesNo(value);

    private static string? Words(Seconds? span) => span is null ? null : CatalogText.Span(span);
}
