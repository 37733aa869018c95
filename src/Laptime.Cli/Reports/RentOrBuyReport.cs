using System.Globalization;
using Laptime.Advice.Upgrades;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Reports;

/// <summary>Renting against buying.</summary>
internal static class RentOrBuyReport
{
    private const string Schema = "laptime.rent-or-buy/1";

    /// <summary>Writes the answer.</summary>
    public static void Write(RentOrBuyQuestion question, bool asJson, Screen screen)
    {
        if (asJson)
        {
            WriteJson(question, screen);
            return;
        }
        RentOrBuy answer = question.Answer;
        Purchase purchase = question.Purchase;
        string rented = question.Rented is { } offer ? AdviceText.Name(offer) : "rented";
        screen.Results.WriteLine(
            screen.Ink.Write(
                $"Buy {question.Device.Name} for {purchase.Price}, or rent for {question.Rent}",
                Style.Bold
            )
        );
        screen.Results.WriteLine();
        Table table = new(
            new Column(""),
            new Column("Each month", IsNumber: true),
            new Column("Each hour", IsNumber: true),
            new Column($"{AdviceText.Digits(question.HoursPerMonth)} h/month", IsNumber: true)
        );
        table.Add("own", Cents(answer.FixedPerMonth), $"{Fine(answer.PowerPerHour)}", Cents(answer.OwnPerMonth));
        table.Add(rented, Cents(Usd.Zero), $"{Fine(answer.RentPerOwnHour)}", Cents(answer.RentPerMonth));
        table.Write(screen);
        screen.Results.WriteLine();
        screen.Results.WriteLine(
            answer.BreakEvenHours is not { } hours
                ? "Renting is always cheaper: an hour of power costs as much as an hour of rent."
                : $"Owning is cheaper from {AdviceText.Digits(hours)} hours a month on."
                    + (hours > 730 ? " A month has only 730." : "")
        );
        AdviceHead.WriteNotes(
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
            ],
            screen
        );
    }

    private static string Cents(Usd amount) => $"{new Usd(decimal.Round(amount.Value, 2))}";

    private static string Fine(Usd amount) =>
        "$" + decimal.Round(amount.Value, 4).ToString("0.00##", CultureInfo.InvariantCulture);

    private static void WriteJson(RentOrBuyQuestion question, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteString("device", question.Device.Id);
                json.WriteKnown("rented", question.Rented?.ToString());
                json.WriteNumber("rent_usd_per_hour", question.Rent.Value);
                json.WriteNumber("rented_speed", question.RentedSpeed);
                json.WriteNumber("hours_per_month", question.HoursPerMonth);
                json.WriteNumber("watts", question.Purchase.Watts);
                json.WriteNumber("own_fixed_usd_per_month", question.Answer.FixedPerMonth.Value);
                json.WriteNumber("own_power_usd_per_hour", question.Answer.PowerPerHour.Value);
                json.WriteNumber("own_usd_per_month", question.Answer.OwnPerMonth.Value);
                json.WriteNumber("rent_usd_per_month", question.Answer.RentPerMonth.Value);
                AdviceJson.WriteKnown(json, "break_even_hours_per_month", question.Answer.BreakEvenHours);
            },
            screen
        );
}
