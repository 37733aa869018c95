using System.Collections.Immutable;
using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Advice.Outlooks;
using Laptime.Core.Catalogs;

namespace Laptime.Answers.Offers;

/// <summary>A configuration with its outlook.</summary>
public sealed record Priced(Listing Listing, Outlook Outlook);

/// <summary>A configuration of which time or cost is not known, or into which the job does not fit.</summary>
public sealed record Missing(Listing Listing, Unknown Why, bool IsTooSmall);

/// <summary>A job on all configurations of a market.</summary>
/// <param name="Job">The job.</param>
/// <param name="Model">What the outlooks come from.</param>
/// <param name="Known">Time and cost are known, if only from below; cheapest first.</param>
/// <param name="Missing">The others.</param>
public sealed record Survey(Job Job, OutlookModel Model, ImmutableArray<Priced> Known, ImmutableArray<Missing> Missing)
{
    /// <summary>All configurations that were looked at.</summary>
    public int Configurations => Known.Length + Missing.Length;

    /// <summary>Prices a job on the market of the desk.</summary>
    public static Survey Of(AdviceDesk desk, Job job, bool noFree, bool noSpot, bool allPlaces)
    {
        OutlookModel model = desk.ModelOf(job);
        IEnumerable<Offer> offers = desk.Market.Offers.Where(offer =>
            !(noFree && offer.Pricing is Pricing.Free) && !(noSpot && offer.Pricing is Pricing.Spot)
        );
        List<Priced> known = [];
        List<Missing> missing = [];
        foreach (Listing listing in allPlaces ? Listing.Each(offers) : Listing.Of(offers))
        {
            (Outlook? outlook, Unknown why) = model.Find(listing.Offer);
            if (outlook is null)
            {
                missing.Add(new Missing(listing, why, IsTooSmall: false));
            }
            else if (outlook.Fit == Fit.TooSmall)
            {
                missing.Add(new Missing(listing, Unknown.None, IsTooSmall: true));
            }
            else
            {
                known.Add(new Priced(listing, outlook));
            }
        }
        return new Survey(
            job,
            model,
            [
                .. known
                    .OrderBy(priced => priced.Outlook.Cost.Typical.Value)
                    .ThenBy(priced => priced.Outlook.Time.Typical.Value),
            ],
            [.. missing]
        );
    }
}
