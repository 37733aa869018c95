using System.Collections.Immutable;
using Laptime.Advice.Outlooks;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Recommendations;

/// <summary>Finds the constraints that an offer does not meet. What is not known is not met, and the reason says so.</summary>
public static class Exclusions
{
    /// <summary>The reasons against an offer as such, without its time and cost; empty: none.</summary>
    public static ImmutableArray<string> Of(Offer offer, Provider? provider, Constraints wanted)
    {
        List<string> reasons = [];
        if (wanted.NoSpot && offer.Pricing is Pricing.Spot)
        {
            reasons.Add("may be taken away (spot)");
        }
        if (wanted.NoFree && offer.Pricing is Pricing.Free)
        {
            reasons.Add("is free");
        }
        if (wanted.NoCommitment && offer.Pricing is (Pricing.Reserved or Pricing.Subscription))
        {
            reasons.Add("commits you beyond the job");
        }
        if (wanted.Privacy)
        {
            Require(!provider?.ThirdPartyHosts, "machine belongs to a stranger", "who owns the machine is not known");
            Require(
                provider?.DiscussesSecurity,
                "does not say how it protects data",
                "whether it says how it protects data is not known"
            );
        }
        if (wanted.Notebook)
        {
            Require(provider?.Notebooks, "runs no notebooks", "whether it runs notebooks is not known");
        }
        if (wanted.Persistent)
        {
            Require(
                provider?.Persistent,
                "files do not outlive a session",
                "whether files outlive a session is not known"
            );
        }
        if (wanted.ServiceLevel)
        {
            Require(
                provider?.ServiceLevel,
                "promises no availability",
                "whether it promises availability is not known"
            );
        }
        if (wanted.Framework is { } framework)
        {
            bool? has =
                provider is null || provider.Frameworks.IsEmpty ? null
                : provider.Frameworks.Any(known => known.Contains(framework, StringComparison.OrdinalIgnoreCase)) ? true
                : null;
            Require(has, "", $"whether {framework} works well there is not known");
        }
        if (wanted.Region is { } region)
        {
            Require(
                RegionName.IsIn(offer.Region ?? offer.Zone, region),
                $"is not in {region}",
                "its region is not known"
            );
        }
        return [.. reasons];

        void Require(bool? met, string unmet, string unknown)
        {
            if (met == false)
            {
                reasons.Add(unmet);
            }
            else if (met is null && !wanted.AllowUnknown)
            {
                reasons.Add(unknown);
            }
        }
    }

    /// <summary>The reasons against what an offer would take and cost; empty: none.</summary>
    public static ImmutableArray<string> Of(Outlook outlook, Constraints wanted)
    {
        List<string> reasons = [];
        if (outlook.Fit == Fit.TooSmall)
        {
            reasons.Add("its memory is too small");
        }
        if (wanted.Budget is { } budget && outlook.Cost.Typical > budget)
        {
            reasons.Add($"costs more than {budget}");
        }
        if (wanted.Deadline is { } deadline && outlook.Time.Typical > deadline)
        {
            reasons.Add($"takes longer than {deadline}");
        }
        if (outlook.IsAtLeast && !wanted.AllowUnknown)
        {
            reasons.Add("time is known from below only");
        }
        return [.. reasons];
    }

    /// <summary>The words for what is not known of an offer.</summary>
    public static string Reason(Unknown unknown) =>
        unknown switch
        {
            Unknown.Speed => "how fast the job is there is not known",
            Unknown.Price => "its price is not known",
            Unknown.Device => "its device is in no catalog",
            Unknown.Share => "offers a share of a device",
            Unknown.NeverDone => "sessions or interruptions leave no time to finish",
            _ => "",
        };
}
