using Laptime.Core.Catalogs;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Naming;

/// <summary>Tells providers by the names that sources use.</summary>
public sealed class ProviderNames
{
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    /// <summary>The names of these providers.</summary>
    public ProviderNames(IEnumerable<Provider> providers)
    {
        foreach (var provider in providers)
        {
            foreach (var name in provider.Aliases.Append(provider.Name).Append(provider.Id))
            {
                ids.TryAdd(NameText.Letters(name), provider.Id);
            }
        }
    }

    /// <summary>The names of data/platforms.json.</summary>
    public static ProviderNames ReadShipped() => new(ProviderFile.Load().Providers.Values);

    /// <summary>Names and ids, for suggestions.</summary>
    public IEnumerable<string> Ids => ids.Values.Distinct(StringComparer.Ordinal);

    /// <summary>The provider's id; null if nobody is known under this name.</summary>
    public string? Find(string name) => ids.GetValueOrDefault(NameText.Letters(name));
}
