using System.Globalization;
using System.Text.Json;
using Laptime.Advice.Upgrades;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Reports;

/// <summary>What an upgrade saves and costs.</summary>
internal static class WorthReport
{
    private const string Schema = "laptime.worth/1";

    /// <summary>Writes the answer.</summary>
    public static void Write(UpgradeQuestion question, bool asJson, Screen screen)
    {
        if (asJson)
        {
            WriteJson(question, screen);
            return;
        }
        WriteHead(question, screen);
        WriteSpeedUps(question, screen);
        WriteSavings(question, screen);
        WriteNotes(question, screen);
    }

    private static void WriteHead(UpgradeQuestion question, Screen screen)
    {
        string from = Title(question.From);
        string to = Title(question.To);
        screen.Results.WriteLine(screen.Ink.Write($"{from} → {to}", Style.Bold));
        string counted = question.HoursOn == HoursOn.From ? from : to;
        AdviceHead.WriteDim(
            $"{question.AdditionalFee} more a month. {AdviceText.Digits(question.TrainingHours)} h of training a month, counted on {counted}.",
            screen
        );
        screen.Results.WriteLine();
    }

    private static void WriteSpeedUps(UpgradeQuestion question, Screen screen)
    {
        Table table = new(
            new Column("Device", Wraps: true),
            new Column("Speed-up", IsNumber: true),
            new Column("Range"),
            new Column("Mean ratio", IsNumber: true),
            new Column("Geom. mean", IsNumber: true),
            new Column("Rests on", Wraps: true)
        );
        foreach (UpgradeStep step in question.Steps)
        {
            SpeedUp up = step.SpeedUp;
            table.Add(
                $"{NameOf(up.From, question)} → {NameOf(up.To, question)}",
                up.Typical is { } typical ? Times(typical) : new Cell("not known", Style.Dim),
                up.Range is { } range && range.High > range.Low ? $"{Ratio(range.Low)} to {Ratio(range.High)}" : "",
                up.MeanOfRatios is { } mean ? Times(mean) : "",
                up.GeometricMean is { } geometric ? Times(geometric) : "",
                RestsOn(up)
            );
        }
        table.Write(screen);
    }

    private static void WriteSavings(UpgradeQuestion question, Screen screen)
    {
        bool breaksEven = question.HourIsWorth is not null;
        Column[] columns =
        [
            new Column("With", Wraps: true),
            new Column($"{AdviceText.Digits(question.TrainingHours)} h become", IsNumber: true),
            new Column("Saved a month", IsNumber: true),
            new Column("An hour saved costs", IsNumber: true),
        ];
        Table table = new(breaksEven ? [.. columns, new Column("Pays from", IsNumber: true)] : columns);
        foreach (UpgradeStep step in question.Steps.Where(step => step.Typical is not null))
        {
            UpgradeWorth worth = step.Typical!;
            double before = question.HoursOn == HoursOn.From ? worth.HoursAfter : worth.HoursAfter + worth.HoursSaved;
            Cell[] cells =
            [
                NameOf(step.SpeedUp.To, question),
                $"{AdviceText.Digits(before)} h",
                $"{AdviceText.Digits(worth.HoursSaved)} h",
                worth.PricePerHourSaved is { } price ? $"{new Usd(decimal.Round(price.Value, 2))}" : "saves nothing",
            ];
            string pays = worth.BreakEvenHours is { } hours ? $"{AdviceText.Digits(hours)} h/month" : "never";
            table.Add(breaksEven ? [.. cells, pays] : cells);
            if (step is { Low: { } low, High: { } high } && high.HoursSaved > low.HoursSaved)
            {
                Cell span = new(
                    $"{AdviceText.Digits(low.HoursSaved)} to {AdviceText.Digits(high.HoursSaved)}",
                    Style.Dim
                );
                table.Add(breaksEven ? ["", "", span, "", ""] : ["", "", span, ""]);
            }
        }
        if (!table.IsEmpty)
        {
            screen.Results.WriteLine();
            table.Write(screen);
        }
    }

    private static void WriteNotes(UpgradeQuestion question, Screen screen)
    {
        List<string> notes = [];
        if (question.Steps.Length > 1)
        {
            notes.Add("Which device you get is not in your hands: the rows are the range.");
        }
        if (question.Steps.Any(step => step.SpeedUp is { MeanOfRatios: not null }))
        {
            notes.Add(
                "The mean of ratios is what 'on average so much faster' means; it overstates. Time is saved by the speed-up of the work you do: an overall score, else the geometric mean."
            );
        }
        else
        {
            notes.Add(
                "The speed-up is the ratio of the overall scores. The mean of the ratios of single networks is another figure, and a greater one."
            );
        }
        foreach (UpgradeStep step in question.Steps)
        {
            if (step.SpeedUp.Score is { Note: { } remark } score)
            {
                notes.Add($"{score.Source.Id} on {NameOf(step.SpeedUp.To, question)}: {remark}.");
            }
        }
        foreach (Offer offer in question.From.Offers.Concat(question.To.Offers).DistinctBy(o => (o.Provider, o.Source)))
        {
            if (offer.Source.AsOf is { } day && question.Desk.Market.AsOf.DayNumber - day.DayNumber > 730)
            {
                notes.Add(
                    $"Plan and price of {offer.Provider} are of {day:yyyy-MM-dd} ({offer.Source.Id}); newer ones are not known."
                );
            }
        }
        AdviceHead.WriteNotes(notes, screen);
    }

    private static void WriteJson(UpgradeQuestion question, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteString("from", Title(question.From));
                json.WriteString("to", Title(question.To));
                json.WriteNumber("additional_fee_usd_per_month", question.AdditionalFee.Value);
                json.WriteNumber("training_hours_per_month", question.TrainingHours);
                json.WriteString("hours_on", question.HoursOn == HoursOn.From ? "from" : "to");
                json.WriteStartArray("devices");
                foreach (UpgradeStep step in question.Steps)
                {
                    WriteStep(json, step);
                }
                json.WriteEndArray();
            },
            screen
        );

    private static void WriteStep(Utf8JsonWriter json, UpgradeStep step)
    {
        json.WriteStartObject();
        json.WriteString("from", step.SpeedUp.From);
        json.WriteString("to", step.SpeedUp.To);
        AdviceJson.WriteKnown(json, "speed_up", step.SpeedUp.Typical);
        AdviceJson.WriteKnown(json, "speed_up_low", step.SpeedUp.Range?.Low);
        AdviceJson.WriteKnown(json, "speed_up_high", step.SpeedUp.Range?.High);
        AdviceJson.WriteKnown(json, "ratio_of_scores", step.SpeedUp.Score?.Ratio);
        AdviceJson.WriteKnown(json, "mean_of_ratios", step.SpeedUp.MeanOfRatios);
        AdviceJson.WriteKnown(json, "geometric_mean", step.SpeedUp.GeometricMean);
        AdviceJson.WriteKnown(json, "hours_saved", step.Typical?.HoursSaved);
        AdviceJson.WriteKnown(json, "hours_saved_low", step.Low?.HoursSaved);
        AdviceJson.WriteKnown(json, "hours_saved_high", step.High?.HoursSaved);
        AdviceJson.WriteMoney(json, "usd_per_hour_saved", step.Typical?.PricePerHourSaved?.Value);
        AdviceJson.WriteKnown(json, "break_even_hours_per_month", step.Typical?.BreakEvenHours);
        json.WriteStartArray("workloads");
        foreach (WorkloadRatio ratio in step.SpeedUp.Workloads)
        {
            json.WriteStartObject();
            json.WriteString("workload", ratio.Workload);
            json.WriteString("scenario", ratio.Scenario.ToString().ToLowerInvariant());
            json.WriteNumber("ratio", ratio.Ratio);
            json.WriteString("source", ratio.Source.Id);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Title(PlanOffers plan) =>
        plan.Plan is { } name ? $"{plan.Provider.Name} {name}" : plan.Provider.Name;

    private static string NameOf(string id, UpgradeQuestion question) =>
        question.Desk.Catalog.Devices.TryGetValue(id, out DeviceModel? device) ? device.Name : id;

    private static string RestsOn(SpeedUp up)
    {
        string?[] parts =
        [
            up.Score is { } score ? $"scores: {score.Source.Id}" : null,
            up.Workloads.Length switch
            {
                0 => null,
                1 => $"{up.Workloads[0].Workload}: {up.Workloads[0].Source.Id}",
                int count => $"{count} workloads",
            },
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static string Times(double ratio) => $"× {Ratio(ratio)}";

    private static string Ratio(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);
}
