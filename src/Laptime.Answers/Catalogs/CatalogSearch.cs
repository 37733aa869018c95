using System.Collections.Immutable;
using Laptime.Core.Catalogs;
using Laptime.Prices.Naming;

namespace Laptime.Answers.Catalogs;

/// <summary>Finds devices and providers by the names that people type.</summary>
public static class CatalogSearch
{
    /// <summary>Ids of the devices that a name may mean: one, or all of a family.</summary>
    /// <exception cref="QuestionException">It means none; the message suggests one.</exception>
    public static ImmutableArray<string> Devices(DeviceNames names, Catalog catalog, string text) =>
        names.Find(text) switch
        {
            DeviceMatch.Known known => [known.Id],
            DeviceMatch.Ambiguous ambiguous => ambiguous.Candidates,
            _ => throw new QuestionException(
                $"There is no device '{text}' in the catalog.{Meant(text, catalog.Devices.Keys)}"
            ),
        };

    /// <summary>Id of the provider that a name means.</summary>
    /// <exception cref="QuestionException">It means none; the message suggests one.</exception>
    public static string Provider(Catalog catalog, string text)
    {
        ProviderNames names = new(catalog.Providers.Values);
        return names.Find(text)
            ?? throw new QuestionException($"There is no provider '{text}'.{Meant(text, names.Ids)}");
    }

    private static string Meant(string text, IEnumerable<string> known) =>
        Suggestion.For(text, known) is { } near ? $" Did you mean {near}?" : "";
}
