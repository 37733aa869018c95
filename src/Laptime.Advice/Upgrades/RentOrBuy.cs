using Laptime.Core.Quantities;

namespace Laptime.Advice.Upgrades;

/// <summary>A device to be bought.</summary>
public sealed record Purchase
{
    /// <summary>What it costs.</summary>
    public required Usd Price { get; init; }

    /// <summary>What it brings when it is sold in the end.</summary>
    public required Usd Resale { get; init; }

    /// <summary>Years until then; above zero.</summary>
    public required double Years { get; init; }

    /// <summary>Power that it and the machine around it draw at work, in W.</summary>
    public required double Watts { get; init; }

    /// <summary>Price of a kWh.</summary>
    public required Usd PowerPrice { get; init; }
}

/// <summary>Owning a device against renting one.</summary>
/// <param name="OwnPerMonth">What owning costs in a month of so many hours.</param>
/// <param name="RentPerMonth">What renting costs for the same work.</param>
/// <param name="FixedPerMonth">What the owned device costs whether it works or not.</param>
/// <param name="PowerPerHour">What it costs for each hour at work.</param>
/// <param name="RentPerOwnHour">What it costs to rent for what the owned device does in an hour.</param>
/// <param name="BreakEvenHours">Hours a month from which owning is cheaper; null: never, an hour's power costs as much as an hour's rent.</param>
public sealed record RentOrBuy(
    Usd OwnPerMonth,
    Usd RentPerMonth,
    Usd FixedPerMonth,
    Usd PowerPerHour,
    Usd RentPerOwnHour,
    double? BreakEvenHours
)
{
    /// <summary>The arithmetic: (price − resale) / months, and power by the hour, against rent by the hour.</summary>
    /// <param name="purchase">What is bought.</param>
    /// <param name="rent">Price of the rented device.</param>
    /// <param name="rentedSpeed">Speed of the rented device by that of the owned one; above zero.</param>
    /// <param name="hoursPerMonth">Hours at work on the owned device; not negative.</param>
    public static RentOrBuy Of(Purchase purchase, UsdPerHour rent, double rentedSpeed, double hoursPerMonth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rentedSpeed);
        ArgumentOutOfRangeException.ThrowIfNegative(hoursPerMonth);
        decimal months = (decimal)purchase.Years * 12;
        Usd standing = new((purchase.Price.Value - purchase.Resale.Value) / months);
        Usd power = new((decimal)purchase.Watts / 1000m * purchase.PowerPrice.Value);
        Usd rented = new(rent.Value / (decimal)rentedSpeed);
        decimal hours = (decimal)hoursPerMonth;
        decimal saving = rented.Value - power.Value;
        return new RentOrBuy(
            standing + (power * hours),
            rented * hours,
            standing,
            power,
            rented,
            saving > 0 ? (double)(standing.Value / saving) : null
        );
    }
}
