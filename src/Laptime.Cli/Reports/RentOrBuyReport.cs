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
        screen.Results.WriteLine(screen.Ink.Write(RentOrBuyText.Title(question), Style.Bold));
        screen.Results.WriteLine();
        Table table = new(
            new Column(""),
            new Column("Each month", IsNumber: true),
            new Column("Each hour", IsNumber: true),
            new Column($"{AdviceText.Digits(question.HoursPerMonth)} h/month", IsNumber: true)
        );
        table.Add(
            "own",
            RentOrBuyText.Cents(answer.FixedPerMonth),
            RentOrBuyText.Fine(answer.PowerPerHour),
            RentOrBuyText.Cents(answer.OwnPerMonth)
        );
        table.Add(
            RentOrBuyText.Rented(question),
            RentOrBuyText.Cents(Usd.Zero),
            RentOrBuyText.Fine(answer.RentPerOwnHour),
            RentOrBuyText.Cents(answer.RentPerMonth)
        );
        table.Write(screen);
        screen.Results.WriteLine();
        screen.Results.WriteLine(RentOrBuyText.Verdict(question));
        AdviceHead.WriteNotes(RentOrBuyText.Notes(question), screen);
    }

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
