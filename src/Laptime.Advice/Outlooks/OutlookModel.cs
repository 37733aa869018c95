using System.Collections.Immutable;
using Laptime.Advice.Jobs;
using Laptime.Advice.Speeds;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Outlooks;

/// <summary>
/// Time and cost of a job on offers. What does not depend on the price is worked out once for all offers that share
/// provider, devices and terms; an offer on its own costs a look-up and a multiplication. Not thread-safe.
/// </summary>
public sealed class OutlookModel(SpeedBook speeds, Catalog catalog, Assumptions assumptions)
{
    private readonly Dictionary<GroupKey, OutlookGroup> groups = [];
    private OutlookGroup? latest;

    /// <summary>The job.</summary>
    public Job Job => speeds.Job;

    /// <summary>What the model assumes.</summary>
    public Assumptions Assumptions => assumptions;

    /// <summary>
    /// Typical time and cost, as fast as it goes. False where either is not known.
    /// </summary>
    public bool TryEvaluate(Offer offer, out double seconds, out decimal usd)
    {
        OutlookGroup group = GroupOf(offer);
        if (group.Unknown == Unknown.None && Bill.Total(offer, group.Typical.Billed, Job.StorageGb) is { } cost)
        {
            seconds = group.Typical.Elapsed;
            usd = cost.Value;
            return true;
        }
        (seconds, usd) = (0, 0);
        return false;
    }

    /// <summary>The whole outlook, or why there is none.</summary>
    public (Outlook? Outlook, Unknown Why) Find(Offer offer)
    {
        OutlookGroup group = GroupOf(offer);
        if (group.Unknown != Unknown.None)
        {
            return (null, group.Unknown);
        }
        if (Bill.Total(offer, group.Typical.Billed, Job.StorageGb) is not { } typical)
        {
            return (null, Unknown.Price);
        }
        Outlook outlook = new()
        {
            Offer = offer,
            Device = group.Device,
            Provider = group.Provider,
            Work = group.Work!,
            Schedule = group.Typical.Schedule,
            Time = group.Time,
            Cost = new CostRange(
                Bill.Total(offer, group.Low.Billed, Job.StorageGb)!.Value,
                typical,
                group.High is { } high ? Bill.Total(offer, high.Billed, Job.StorageGb) : HighestWithoutEnd(offer)
            ),
            Items = Bill.Items(offer, group.Typical.Billed, Job.StorageGb),
            Fit = FitCheck.Of(Job, offer, group.Device),
            Remarks = RemarksOf(offer, group),
        };
        return (outlook, Unknown.None);
    }

    /// <summary>What offers of these terms have in common.</summary>
    internal OutlookGroup GroupOf(Offer offer)
    {
        TermsKind terms = OutlookGroup.TermsOf(offer.Pricing);
        // Feeds list a provider's offers of a device next to each other.
        if (latest is { } last && last.Holds(offer, terms))
        {
            return last;
        }
        string? plan = terms == TermsKind.Subscription ? offer.Instance : null;
        GroupKey key = new(offer.Provider, offer.Device, offer.DeviceCount, terms, offer.BillingStep?.Value, plan);
        if (!groups.TryGetValue(key, out OutlookGroup? group))
        {
            group = OutlookGroup.Of(offer, terms, speeds, catalog, assumptions);
            groups.Add(key, group);
        }
        return latest = group;
    }

    // What costs nothing costs nothing however long it takes.
    private static Usd? HighestWithoutEnd(Offer offer) => offer.Pricing is Pricing.Free ? Usd.Zero : null;

    private ImmutableArray<string> RemarksOf(Offer offer, OutlookGroup group)
    {
        List<string> remarks = [.. group.Remarks];
        if (Job.StorageGb > (offer.DiskGb ?? 0) && offer.StoragePricePerGbMonth is null)
        {
            remarks.Add("the price of the disk is not known and not counted");
        }
        if (offer.Pricing is Pricing.Reserved term)
        {
            remarks.Add($"the whole term of {term.Months} months is paid, used or not");
        }
        return [.. remarks];
    }

    private readonly record struct GroupKey(
        string Provider,
        string? Device,
        decimal Count,
        TermsKind Terms,
        double? BillingStep,
        string? Plan
    );
}
