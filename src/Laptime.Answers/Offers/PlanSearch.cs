using System.Collections.Immutable;
using Laptime.Advice.Upgrades;
using Laptime.Core.Catalogs;

namespace Laptime.Answers.Offers;

/// <summary>Finds a plan in the market of the day, or, where that has none, among all prices up to that day.</summary>
public static class PlanSearch
{
    /// <summary>The plan that the text means, with the offers of its newest day only.</summary>
    /// <exception cref="QuestionException">It means none; the message says why.</exception>
    public static PlanOffers Find(AdviceDesk desk, string text)
    {
        ImmutableArray<Offer> offers = desk.Market.Offers;
        PlanOffers? plan =
            PlanOffers.Find(text, desk.Catalog, offers, out _)
            ?? PlanOffers.Find(
                text,
                desk.Catalog,
                [
                    .. desk.Catalog.Offers.Where(offer =>
                        offer.Source.AsOf is null || offer.Source.AsOf <= desk.Market.AsOf
                    ),
                ],
                out _
            );
        if (plan is null)
        {
            PlanOffers.Find(text, desk.Catalog, desk.Catalog.Offers, out string reason);
            string meant = Suggestion.For(text, Names(desk.Catalog)) is { } name ? $" Did you mean {name}?" : "";
            throw new QuestionException(
                (reason.Length > 0 ? reason : $"No offers of '{text}' are known up to that day.") + meant
            );
        }
        DateOnly? newest = plan.Offers.Max(offer => offer.Source.AsOf);
        return plan with { Offers = [.. plan.Offers.Where(offer => offer.Source.AsOf == newest)] };
    }

    /// <summary>Ids of the devices that the plan may give, the processor not among them.</summary>
    public static ImmutableArray<string> Devices(PlanOffers plan, Catalog catalog) =>
        [
            .. plan.Devices.Where(id =>
                !catalog.Devices.TryGetValue(id, out DeviceModel? device) || device.Kind != DeviceKind.Cpu
            ),
        ];

    private static IEnumerable<string> Names(Catalog catalog) =>
        catalog.Providers.Keys.Concat(catalog.Offers.Select(offer => offer.Provider + "-free")).Distinct();
}
