using Laptime.Core.Catalogs;
using Laptime.Prices.Naming;

namespace Laptime.Answers.Catalogs;

/// <summary>Which providers are wanted. Null and false: whichever.</summary>
public sealed record ProviderFilter
{
    /// <summary>Sorts of providers.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["notebook", "serverless", "marketplace", "cloud"];

    /// <summary>Id or name, exact or a part.</summary>
    public string? Text { get; init; }

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>Only where notebooks run without further work.</summary>
    public bool Notebooks { get; init; }

    /// <summary>Also those of which nothing is known but the name.</summary>
    public bool All { get; init; }

    /// <summary>The providers that are wanted.</summary>
    public IEnumerable<Provider> Apply(Catalog catalog)
    {
        IEnumerable<Provider> found =
            Text is null ? catalog.Providers.Values
            : new ProviderNames(catalog.Providers.Values).Find(Text) is { } id ? [catalog.Providers[id]]
            : catalog.Providers.Values.Where(provider =>
                provider
                    .Aliases.Append(provider.Id)
                    .Append(provider.Name)
                    .Any(name => name.Contains(Text, StringComparison.OrdinalIgnoreCase))
            );
        return found.Where(provider =>
            (Kind is null || provider.Kind == Kind)
            && (!Notebooks || provider.Notebooks == true)
            && (All || !provider.Limits.IsEmpty || provider.Sources.Keys.Any(fact => fact != "active"))
        );
    }
}
