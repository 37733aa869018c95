using Laptime.Advice.Upgrades;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;
using Laptime.Prices.Naming;

namespace Laptime.Answers.Offers;

/// <summary>A device to buy, an offer to rent instead, and what comes of it.</summary>
public sealed record RentOrBuyQuestion(
    DeviceModel Device,
    Purchase Purchase,
    UsdPerHour Rent,
    Offer? Rented,
    double RentedSpeed,
    string SpeedNote,
    double HoursPerMonth,
    RentOrBuy Answer
)
{
    /// <summary>Answers the question of a command line.</summary>
    /// <exception cref="QuestionException">The device or the offer is not known, or its price or power is not.</exception>
    public static RentOrBuyQuestion Of(
        AdviceDesk desk,
        string device,
        Usd price,
        Usd resale,
        double years,
        Usd powerPrice,
        double? watts,
        string? rent,
        Usd? rentPrice,
        double hoursPerMonth,
        string? workload
    )
    {
        DeviceModel model = desk.FindDevice(device);
        if (resale > price)
        {
            throw new QuestionException($"--resale {resale} is more than --price {price}.");
        }
        double power =
            watts
            ?? model.PowerWatts
            ?? throw new QuestionException($"The power of {model.Name} is not known: say it with --watts.");
        Offer? offer = rent is null ? null : FindOffer(desk, rent);
        UsdPerHour hourly =
            rentPrice is { } stated ? new UsdPerHour(stated.Value)
            : offer is { Price: { } known } ? new UsdPerHour(known.Value / Math.Max(1, offer.DeviceCount))
            : throw new QuestionException("Say what to rent: --rent vast-ai/RTX4090, or --rent-price 0.40.");
        (double speed, string note) = Speed(desk, model, offer, workload);
        Purchase purchase = new()
        {
            Price = price,
            Resale = resale,
            Years = years,
            Watts = power,
            PowerPrice = powerPrice,
        };
        return new RentOrBuyQuestion(
            model,
            purchase,
            hourly,
            offer,
            speed,
            note,
            hoursPerMonth,
            RentOrBuy.Of(purchase, hourly, speed, hoursPerMonth)
        );
    }

    private static Offer FindOffer(AdviceDesk desk, string text)
    {
        string[] words = text.Split(['/', ' ', ':'], 2, StringSplitOptions.TrimEntries);
        Offer[] found =
        [
            .. desk.Market.Offers.Where(offer =>
                offer is { Price: not null, DeviceCount: >= 1 }
                && (
                    offer.Provider == words[0]
                    || (
                        desk.Catalog.Providers.TryGetValue(offer.Provider, out Provider? provider)
                        && provider.Aliases.Contains(words[0], StringComparer.OrdinalIgnoreCase)
                    )
                )
                && (words.Length == 1 || Means(words[1], offer, desk))
            ),
        ];
        return found.MinBy(offer => offer.Price!.Value.Value / offer.DeviceCount)
            ?? throw new QuestionException(
                $"No offer '{text}' with a price is known for {desk.Market.AsOf:yyyy-MM-dd}; see them with: laptime catalog offers"
            );
    }

    private static bool Means(string text, Offer offer, AdviceDesk desk) =>
        offer.Instance.Contains(text, StringComparison.OrdinalIgnoreCase)
        || (desk.Devices.Find(text) is DeviceMatch.Known device && device.Id == offer.Device);

    private static (double Speed, string Note) Speed(AdviceDesk desk, DeviceModel own, Offer? offer, string? workload)
    {
        if (offer?.Device is not { } rented || rented == own.Id)
        {
            return (1, "The rented device is taken to be as fast as the one to buy.");
        }
        return SpeedUp.Of(desk.Catalog.Speeds, own.Id, rented, workload).Typical is { } ratio
            ? (ratio, $"{rented} does what {own.Id} does {ratio:0.##} times as fast (published speeds).")
            : (1, $"How fast {rented} is against {own.Id} is not known: equally fast is assumed.");
    }
}
