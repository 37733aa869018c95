using System.Collections.Immutable;
using System.Globalization;
using Laptime.Answers.Offers;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Texts;

/// <summary>Renting against buying in few words.</summary>
public static class RentOrBuyText
{
    private const double HoursInMonth = 730;

    /// <summary>What is compared.</summary>
    public static string Title(RentOrBuyQuestion question) =>
        $"Buy {question.Device.Name} for {question.Purchase.Price}, or rent for {question.Rent}";

    /// <summary>What is rented, by name where an offer is.</summary>
    public static string Rented(RentOrBuyQuestion question) =>
        question.Rented is { } offer ? AdviceText.Name(offer) : "rented";

    /// <summary>From when on owning is cheaper.</summary>
    public static string Verdict(RentOrBuyQuestion question) =>
        question.Answer.BreakEvenHours is not { } hours
            ? "Renting is always cheaper: an hour of power costs as much as an hour of rent."
            : $"Owning is cheaper from {AdviceText.Digits(hours)} hours a month on."
                + (hours > HoursInMonth ? " A month has only 730." : "");

    /// <summary>What was reckoned with.</summary>
    public static ImmutableArray<string> Notes(RentOrBuyQuestion question)
    {
        var purchase = question.Purchase;
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{purchase.Watts:0} W at {purchase.PowerPrice}/kWh; {purchase.Resale} back after {purchase.Years:0.##} years."
            ),
            question.SpeedNote,
            .. question.Rented is { DeviceCount: > 1 } several
                ? [$"The rent is the price of one of its {several.DeviceCount:0} devices."]
                : (string[])[],
            .. question.Rented?.Source.AsOf is { } day
                ? [$"The rent is of {day:yyyy-MM-dd} ({question.Rented.Source.Id})."]
                : (string[])[],
        ];
    }

    /// <summary>An amount to the cent: <c>$12.40</c>.</summary>
    public static string Cents(Usd amount) => $"{new Usd(decimal.Round(amount.Value, 2))}";

    /// <summary>A small amount to a hundredth of a cent: <c>$0.0135</c>.</summary>
    public static string Fine(Usd amount) =>
        "$" + decimal.Round(amount.Value, 4).ToString("0.00##", CultureInfo.InvariantCulture);
}
