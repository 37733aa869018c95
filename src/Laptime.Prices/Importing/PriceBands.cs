using Laptime.Core.Catalogs;

namespace Laptime.Prices.Importing;

/// <summary>
/// What a device may plausibly cost by the hour: an eighth to eight times the median of the shipped offers of that
/// device; down to a thirty-second for spot, whose deepest discounts known are about 90 %. Devices with fewer than three
/// shipped prices, and machines without a device, get a wide band.
/// </summary>
public sealed class PriceBands
{
    private const int FewestPrices = 3;
    private const decimal Width = 8;
    private const decimal SpotDiscount = 4;

    private static readonly (decimal Low, decimal High) AnyDevice = (0.01m, 60);
    private static readonly (decimal Low, decimal High) PerVcpu = (0.001m, 1);

    private readonly Dictionary<string, decimal> medians = new(StringComparer.Ordinal);

    /// <summary>Bands around the medians of these offers, historic ones too.</summary>
    public PriceBands(IEnumerable<Offer> offers)
    {
        foreach (
            var device in offers
                .Where(offer =>
                    offer is { Device: not null, DeviceCount: >= 1, Price.Value: > 0, Pricing: Pricing.OnDemand }
                )
                .GroupBy(offer => offer.Device!, StringComparer.Ordinal)
        )
        {
            decimal[] prices = [.. device.Select(offer => offer.Price!.Value.Value / offer.DeviceCount).Order()];
            if (prices.Length >= FewestPrices)
            {
                medians.Add(device.Key, prices[prices.Length / 2]);
            }
        }
    }

    /// <summary>Lowest and highest plausible price of one device, in USD per hour.</summary>
    public (decimal Low, decimal High) Of(string? device, Pricing pricing)
    {
        var (low, high) =
            device is not null && medians.TryGetValue(device, out var median)
                ? (median / Width, median * Width)
                : AnyDevice;
        return (pricing is Pricing.Spot ? low / SpotDiscount : low, high);
    }

    /// <summary>Whether a price, in USD per hour, may be true.</summary>
    /// <param name="device">Id of the device; null: a machine without.</param>
    /// <param name="count">How many of it.</param>
    /// <param name="vcpu">Virtual processors, which count where there is no device.</param>
    /// <param name="pricing">Terms.</param>
    /// <param name="price">Price of the whole.</param>
    public bool IsPlausible(string? device, decimal count, decimal? vcpu, Pricing pricing, decimal price)
    {
        if (count > 0)
        {
            var (low, high) = Of(device, pricing);
            return price / count >= low && price / count <= high;
        }
        var processors = vcpu is > 0 ? vcpu.Value : 8;
        var floor = pricing is Pricing.Spot ? PerVcpu.Low / SpotDiscount : PerVcpu.Low;
        return price / processors >= floor && price / processors <= PerVcpu.High;
    }
}
