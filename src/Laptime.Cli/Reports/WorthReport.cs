using System.Text.Json;
using Laptime.Advice.Upgrades;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;
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
        AdviceHead.WriteNotes(UpgradeText.Notes(question), screen);
    }

    private static void WriteHead(UpgradeQuestion question, Screen screen)
    {
        screen.Results.WriteLine(
            screen.Ink.Write($"{UpgradeText.Title(question.From)} → {UpgradeText.Title(question.To)}", Style.Bold)
        );
        AdviceHead.WriteDim(UpgradeText.Terms(question), screen);
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
                $"{UpgradeText.NameOf(up.From, question)} → {UpgradeText.NameOf(up.To, question)}",
                up.Typical is { } typical ? UpgradeText.Times(typical) : new Cell("not known", Style.Dim),
                up.Range is { } range && range.High > range.Low
                    ? $"{UpgradeText.Ratio(range.Low)} to {UpgradeText.Ratio(range.High)}"
                    : "",
                up.MeanOfRatios is { } mean ? UpgradeText.Times(mean) : "",
                up.GeometricMean is { } geometric ? UpgradeText.Times(geometric) : "",
                UpgradeText.RestsOn(up)
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
                UpgradeText.NameOf(step.SpeedUp.To, question),
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

    private static void WriteJson(UpgradeQuestion question, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteString("from", UpgradeText.Title(question.From));
                json.WriteString("to", UpgradeText.Title(question.To));
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
}
