using System.Collections.Immutable;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Markets;

/// <summary>The offers of a day: nothing older than allowed, nothing newer than the day, of each offer the newest price.</summary>
public sealed record Market
{
    /// <summary>The day.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Offers that count.</summary>
    public required ImmutableArray<Offer> Offers { get; init; }

    /// <summary>Left out: the price is older than allowed.</summary>
    public required int TooOld { get; init; }

    /// <summary>Left out: the price is of a later day.</summary>
    public required int Later { get; init; }

    /// <summary>Left out: nobody knows of when the price is.</summary>
    public required int Undated { get; init; }

    /// <summary>Left out: there is a newer price for the same.</summary>
    public required int Superseded { get; init; }

    /// <summary>The market of a day.</summary>
    /// <param name="offers">All offers known.</param>
    /// <param name="asOf">The day.</param>
    /// <param name="oldestDays">Greatest age of a price in days; null: any, and undated ones too.</param>
    public static Market Of(ImmutableArray<Offer> offers, DateOnly asOf, int? oldestDays)
    {
        (int old, int later, int undated) = (0, 0, 0);
        List<Offer> dated = [];
        Dictionary<OfferKey, DateOnly> newest = [];
        foreach (Offer offer in offers)
        {
            switch (offer.Source.AsOf)
            {
                case null when oldestDays is not null:
                    undated++;
                    continue;
                case { } date when date > asOf:
                    later++;
                    continue;
                case { } date when asOf.DayNumber - date.DayNumber > oldestDays:
                    old++;
                    continue;
            }
            dated.Add(offer);
            OfferKey key = OfferKey.Of(offer);
            DateOnly day = offer.Source.AsOf ?? DateOnly.MinValue;
            if (!newest.TryGetValue(key, out DateOnly known) || day > known)
            {
                newest[key] = day;
            }
        }
        ImmutableArray<Offer> current =
        [
            .. dated.Where(offer => (offer.Source.AsOf ?? DateOnly.MinValue) == newest[OfferKey.Of(offer)]),
        ];
        return new Market
        {
            AsOf = asOf,
            Offers = current,
            TooOld = old,
            Later = later,
            Undated = undated,
            Superseded = dated.Count - current.Length,
        };
    }

    private readonly record struct OfferKey(
        string Provider,
        string Instance,
        string? Device,
        decimal Count,
        string? Region,
        string? Zone,
        Pricing Pricing
    )
    {
        public static OfferKey Of(Offer offer) =>
            new(
                offer.Provider,
                offer.Instance,
                offer.Device ?? offer.RawDevice,
                offer.DeviceCount,
                offer.Region,
                offer.Zone,
                offer.Pricing
            );
    }
}
