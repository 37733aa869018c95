using Laptime.Core.Quantities;

namespace Laptime.Advice.Upgrades;

/// <summary>On which of two machines a person counts the hours.</summary>
public enum HoursOn
{
    /// <summary>The one at hand: it would take less on the other.</summary>
    From,

    /// <summary>The better one: it would take more on the one at hand.</summary>
    To,
}

/// <summary>What a faster machine saves in a month, and what an hour saved costs.</summary>
/// <param name="TrainingHours">Hours of training a month, as counted.</param>
/// <param name="HoursSaved">Hours a month that need not be waited for; negative where it is slower.</param>
/// <param name="HoursAfter">Hours of training a month on the faster machine.</param>
/// <param name="PricePerHourSaved">Additional fee by hours saved; null where none are saved.</param>
/// <param name="BreakEvenHours">Hours of training a month, as counted, from which the fee pays; null: never, or the value of an hour is not stated.</param>
public sealed record UpgradeWorth(
    double TrainingHours,
    double HoursSaved,
    double HoursAfter,
    Usd? PricePerHourSaved,
    double? BreakEvenHours
)
{
    /// <summary>
    /// The arithmetic. With a speed-up of s, h hours on the slower machine are h/s on the faster and save h·(1 − 1/s);
    /// h hours on the faster would be h·s on the slower and save h·(s − 1). "146 % faster" is s = 2.46; it does not save
    /// 146 % of anything.
    /// </summary>
    /// <param name="speedUp">Speed of the second by that of the first; above zero.</param>
    /// <param name="trainingHours">Hours of training a month; not negative.</param>
    /// <param name="hoursOn">On which machine they are counted.</param>
    /// <param name="additionalFee">What the second costs more in a month.</param>
    /// <param name="hourIsWorth">What an hour saved is worth; null: not stated.</param>
    public static UpgradeWorth Of(
        double speedUp,
        double trainingHours,
        HoursOn hoursOn,
        Usd additionalFee,
        Usd? hourIsWorth
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speedUp);
        ArgumentOutOfRangeException.ThrowIfNegative(trainingHours);
        double savedPerHour = hoursOn == HoursOn.From ? 1 - (1 / speedUp) : speedUp - 1;
        double saved = trainingHours * savedPerHour;
        double after = hoursOn == HoursOn.From ? trainingHours / speedUp : trainingHours;
        Usd? price = saved > 1e-9 && saved < 1e9 ? new Usd(additionalFee.Value / (decimal)saved) : null;
        double? breakEven =
            hourIsWorth is { Value: > 0 } worth && savedPerHour > 0
                ? (double)additionalFee.Value / ((double)worth.Value * savedPerHour)
                : null;
        return new UpgradeWorth(trainingHours, saved, after, price, breakEven);
    }
}
