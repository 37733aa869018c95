using System.Collections.Immutable;
using Laptime.Advice.Frontiers;
using Laptime.Advice.Markets;
using Laptime.Advice.Outlooks;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Recommendations;

/// <summary>An offer worth taking, and why.</summary>
/// <param name="Listing">The offer.</param>
/// <param name="Outlook">What it takes and costs.</param>
/// <param name="Reasons">Why this one: <c>cheapest</c>, <c>fastest</c>, <c>balanced</c>.</param>
/// <param name="Risks">What may still break a constraint, or is not known.</param>
public sealed record Choice(
    Listing Listing,
    Outlook Outlook,
    ImmutableArray<string> Reasons,
    ImmutableArray<string> Risks
);

/// <summary>An offer that is out, and every constraint that put it there.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Reasons">The constraints; never empty.</param>
public sealed record Exclusion(Offer Offer, ImmutableArray<string> Reasons);

/// <summary>The best few offers under constraints.</summary>
/// <param name="Choices">The best first; empty where nothing is left.</param>
/// <param name="Passed">Number of offers that meet every constraint.</param>
/// <param name="Excluded">The others.</param>
public sealed record Recommendation(ImmutableArray<Choice> Choices, int Passed, ImmutableArray<Exclusion> Excluded)
{
    /// <summary>Chooses the cheapest, the fastest and the balanced offer of the frontier, then its others.</summary>
    /// <param name="listings">The offers.</param>
    /// <param name="model">Their time and cost.</param>
    /// <param name="catalog">Facts of providers.</param>
    /// <param name="wanted">The constraints.</param>
    /// <param name="most">Greatest number of choices; above zero.</param>
    public static Recommendation Of(
        ImmutableArray<Listing> listings,
        OutlookModel model,
        Catalog catalog,
        Constraints wanted,
        int most
    )
    {
        List<(Listing Listing, Outlook Outlook)> passed = [];
        List<Exclusion> excluded = [];
        foreach (Listing listing in listings)
        {
            catalog.Providers.TryGetValue(listing.Offer.Provider, out Provider? provider);
            List<string> reasons = [.. Exclusions.Of(listing.Offer, provider, wanted)];
            (Outlook? outlook, Unknown why) = model.Find(listing.Offer);
            if (outlook is null)
            {
                reasons.Add(Exclusions.Reason(why));
            }
            else
            {
                reasons.AddRange(Exclusions.Of(outlook, wanted));
            }
            if (reasons.Count > 0)
            {
                excluded.Add(new Exclusion(listing.Offer, [.. reasons]));
            }
            else
            {
                passed.Add((listing, outlook!));
            }
        }
        return new Recommendation(Choose(passed, wanted, most), passed.Count, [.. excluded]);
    }

    private static ImmutableArray<Choice> Choose(
        List<(Listing Listing, Outlook Outlook)> passed,
        Constraints wanted,
        int most
    )
    {
        if (passed.Count == 0)
        {
            return [];
        }
        Frontier frontier = Frontier.Of(
            [.. passed.Select(offer => offer.Outlook.Time.Typical.Value)],
            [.. passed.Select(offer => offer.Outlook.Cost.Typical.Value)]
        );
        int fastest = frontier.Members[0];
        int cheapest = frontier.Members[^1];
        int balanced = frontier.Members.MinBy(Imbalance);
        return
        [
            .. new[] { balanced, cheapest, fastest }
                .Concat(frontier.Members.OrderBy(Imbalance))
                .Distinct()
                .Take(most)
                .Select(i => new Choice(
                    passed[i].Listing,
                    passed[i].Outlook,
                    ReasonsFor(i),
                    RisksOf(passed[i].Outlook, wanted)
                )),
        ];

        // Distance from the best of both, each as a part of what the frontier spans.
        double Imbalance(int i)
        {
            double time = Part(Seconds(i), Seconds(fastest), Seconds(cheapest));
            double money = Part(Dollars(i), Dollars(cheapest), Dollars(fastest));
            return (time * time) + (money * money);
        }

        ImmutableArray<string> ReasonsFor(int i)
        {
            string?[] reasons =
            [
                i == cheapest ? "cheapest" : null,
                i == fastest ? "fastest" : null,
                i == balanced && i != cheapest && i != fastest ? "balanced" : null,
            ];
            ImmutableArray<string> given = [.. reasons.OfType<string>()];
            return given.IsEmpty ? ["no other beats it"] : given;
        }

        double Seconds(int i) => passed[i].Outlook.Time.Typical.Value;
        double Dollars(int i) => (double)passed[i].Outlook.Cost.Typical.Value;
    }

    private static double Part(double value, double best, double worst) =>
        worst > best ? (value - best) / (worst - best) : 0;

    private static ImmutableArray<string> RisksOf(Outlook outlook, Constraints wanted)
    {
        List<string> risks = [];
        if (wanted.Budget is { } budget && !(outlook.Cost.High <= budget))
        {
            risks.Add($"may cost more than {budget}");
        }
        if (wanted.Deadline is { } deadline && outlook.Time.High > deadline)
        {
            risks.Add($"may take longer than {deadline}");
        }
        return [.. risks, .. outlook.Remarks];
    }
}
