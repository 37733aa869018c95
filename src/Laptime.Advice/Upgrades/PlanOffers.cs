using System.Collections.Immutable;
using Laptime.Advice.Markets;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Upgrades;

/// <summary>A plan of a provider, as people name it: <c>colab-pro</c>.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Plan">The plan: <c>free</c>, <c>pro</c>; null: whatever it has.</param>
/// <param name="Offers">Its offers, the newest of each; never empty.</param>
public sealed record PlanOffers(Provider Provider, string? Plan, ImmutableArray<Offer> Offers)
{
    /// <summary>Fee of a month; null: not known. Free plans cost nothing.</summary>
    public decimal? MonthlyFee =>
        Offers.All(offer => offer.Pricing is Pricing.Free) ? 0 : Offers.Max(offer => offer.MonthlyFee?.Value);

    /// <summary>Ids of the devices that one may get, the processor not among them, each once.</summary>
    public ImmutableArray<string> Devices =>
        [
            .. Offers
                .Where(offer => offer is { DeviceCount: > 0, Device: not null })
                .Select(offer => offer.Device!)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>
    /// Reads <c>colab-pro</c>, <c>colab pro</c> or <c>colab</c>: the longest beginning that names a provider, then the
    /// plan. Null with a reason where it means nothing.
    /// </summary>
    public static PlanOffers? Find(string text, Catalog catalog, IReadOnlyCollection<Offer> offers, out string reason)
    {
        string wanted = text.Trim().ToLowerInvariant();
        (Provider Provider, string Name)[] named =
        [
            .. from provider in catalog.Providers.Values
            from name in provider.Aliases.Prepend(provider.Name).Prepend(provider.Id)
            let lower = name.ToLowerInvariant()
            where
                wanted == lower
                || (
                    wanted.StartsWith(lower, StringComparison.Ordinal)
                    && wanted[lower.Length] is '-' or ' ' or ':' or '/'
                )
            orderby name.Length descending
            select (provider, name),
        ];
        if (named is [])
        {
            reason = $"There is no provider '{text}'.";
            return null;
        }
        (Provider found, string by) = named[0];
        string plan = wanted[by.Length..].Trim('-', ' ', ':', '/');
        Offer[] own = [.. offers.Where(offer => offer.Provider == found.Id)];
        Offer[] planned =
        [
            .. own.Where(offer =>
                plan.Length == 0 || PlanName.Of(offer) == plan || PlanName.Words(offer.Instance).Contains(plan)
            ),
        ];
        if (planned.Length == 0)
        {
            string[] plans = [.. own.Select(PlanName.Of).OfType<string>().Distinct(StringComparer.Ordinal)];
            reason =
                own.Length == 0 ? $"No offers of {found.Name} are known for that day."
                : plans.Length == 0 ? $"{found.Name} has no plan '{plan}'."
                : $"{found.Name} has no plan '{plan}': {string.Join(", ", plans)}.";
            return null;
        }
        reason = "";
        return new PlanOffers(found, plan.Length == 0 ? null : plan, [.. planned]);
    }
}
