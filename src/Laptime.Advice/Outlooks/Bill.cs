using System.Collections.Immutable;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Outlooks;

/// <summary>What a time on an offer costs. Money is decimal throughout; a total is the sum of its items.</summary>
public static class Bill
{
    /// <summary>The total; null where a price that is needed is not known.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="time">Time on the machine and around it.</param>
    /// <param name="storageGb">Disk that the job needs; null: what is included will do.</param>
    public static Usd? Total(Offer offer, in BilledTime time, decimal? storageGb)
    {
        decimal total;
        switch (offer.Pricing)
        {
            case Pricing.OnDemand or Pricing.Spot:
                if (offer.Price is not { } price)
                {
                    return null;
                }
                total = (price.Value * time.Hours) + (price.Value * time.RoundingHours);
                break;
            case Pricing.Free:
                total = 0;
                break;
            default:
                ImmutableArray<CostItem> items = Items(offer, time, storageGb);
                return items.IsDefault ? null : new Usd(items.Sum(item => item.Amount.Value));
        }
        return new Usd(storageGb is null ? total : total + Storage(offer, time, storageGb.Value));
    }

    /// <summary>The parts of the total, none of them zero; the default array where a price that is needed is not known.</summary>
    public static ImmutableArray<CostItem> Items(Offer offer, in BilledTime time, decimal? storageGb)
    {
        List<CostItem> items = [];
        switch (offer.Pricing)
        {
            case Pricing.Free:
                break;
            case Pricing.OnDemand or Pricing.Spot when offer.Price is { } price:
                items.Add(new CostItem(CostKind.Machine, new Usd(price.Value * time.Hours)));
                items.Add(new CostItem(CostKind.Rounding, new Usd(price.Value * time.RoundingHours)));
                break;
            case Pricing.Subscription when offer.MonthlyFee is { } fee:
                items.Add(new CostItem(CostKind.Subscription, fee * Months(time)));
                decimal hourly = offer.Price?.Value ?? 0;
                items.Add(new CostItem(CostKind.Machine, new Usd(hourly * time.Hours)));
                items.Add(new CostItem(CostKind.Rounding, new Usd(hourly * time.RoundingHours)));
                break;
            case Pricing.Reserved term when offer.Price is { } price:
                decimal termHours = term.Months * Assumptions.HoursPerMonth;
                decimal paid = termHours * Math.Max(1, decimal.Ceiling(time.Hours / termHours));
                items.Add(new CostItem(CostKind.Machine, new Usd(price.Value * time.Hours)));
                items.Add(new CostItem(CostKind.UnusedTerm, new Usd(price.Value * (paid - time.Hours))));
                break;
            default:
                return default;
        }
        if (storageGb is { } gb)
        {
            items.Add(new CostItem(CostKind.Storage, new Usd(Storage(offer, time, gb))));
        }
        return [.. items.Where(item => item.Amount.Value != 0)];
    }

    private static decimal Months(in BilledTime time) =>
        Math.Max(1, decimal.Ceiling(time.ElapsedHours / Assumptions.HoursPerMonth));

    // Unknown prices of disk count nothing here; the outlook says that they are missing.
    private static decimal Storage(Offer offer, in BilledTime time, decimal gb) =>
        Math.Max(0, gb - (offer.DiskGb ?? 0))
        * (offer.StoragePricePerGbMonth?.Value ?? 0)
        * time.ElapsedHours
        / Assumptions.HoursPerMonth;
}

/// <summary>A time in the numbers of a bill.</summary>
/// <param name="Hours">Hours on the machine.</param>
/// <param name="RoundingHours">Hours that rounding up to the billing step adds.</param>
/// <param name="ElapsedHours">Hours from the start to the result.</param>
public readonly record struct BilledTime(decimal Hours, decimal RoundingHours, decimal ElapsedHours)
{
    private const decimal Hour = 3600m;

    /// <summary>
    /// Rounds up the time from the first start, and adds half a step for each further start: where an interruption
    /// falls within the step is chance.
    /// </summary>
    /// <param name="schedule">The schedule; finite.</param>
    /// <param name="step">Billing step; null: none.</param>
    public static BilledTime Of(in RunSchedule schedule, Seconds? step)
    {
        decimal running = (decimal)schedule.Running.Value;
        decimal rounding = 0;
        if (step is { Value: > 0 } billing)
        {
            decimal whole = (decimal)billing.Value;
            rounding = (decimal.Ceiling(running / whole) * whole) - running;
            rounding += whole / 2 * ((decimal)schedule.Restarts + schedule.Sessions - 1);
        }
        return new BilledTime(running / Hour, rounding / Hour, (decimal)schedule.Elapsed.Value / Hour);
    }
}
