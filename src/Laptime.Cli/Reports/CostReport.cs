using System.Collections.Immutable;
using System.Globalization;
using Laptime.Advice.Outlooks;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Reports;

/// <summary>Time and cost of a job, an offer each.</summary>
internal static class CostReport
{
    private const string Schema = "laptime.cost/1";

    /// <summary>Writes the table, what is not known, and what was assumed.</summary>
    public static void Write(
        Survey survey,
        AdviceDesk desk,
        IEnumerable<string> notes,
        int limit,
        bool detail,
        Screen screen
    )
    {
        AdviceHead.Write(survey.Job, desk.Market, survey.Configurations, screen);
        ImmutableArray<Priced> shown = [.. survey.Known.Take(limit)];
        if (shown.IsEmpty)
        {
            screen.Results.WriteLine("Time and cost are not known of any offer.");
        }
        else
        {
            WriteTable(shown, desk.Catalog, screen);
        }
        if (survey.Known.Length > shown.Length)
        {
            AdviceHead.WriteDim($"… and {survey.Known.Length - shown.Length} dearer ones (--limit).", screen);
        }
        if (detail)
        {
            WriteDetail(shown, screen);
        }
        MissingReport.Write(survey.Missing, screen);
        Outlook[] outlooks = [.. shown.Select(priced => priced.Outlook)];
        AdviceHead.WriteNotes(notes.Concat(MarketText.NotesOf(survey.Job, outlooks, desk.Assumptions)), screen);
    }

    /// <summary>Two lines an offer: figures, and below them terms and ranges.</summary>
    public static void WriteTable(IEnumerable<Priced> offers, Catalog catalog, Screen screen)
    {
        Table table = new(
            new Column("Offer", Wraps: true),
            new Column("Time"),
            new Column("Cost"),
            new Column("Time rests on", Wraps: true)
        );
        foreach (Priced priced in offers)
        {
            Outlook outlook = priced.Outlook;
            table.Add(
                new Cell(AdviceText.Name(outlook.Offer), Style.Bold),
                $"{(outlook.IsAtLeast ? "≥ " : "")}{AdviceText.Time(outlook.Time.Typical)}",
                $"{(outlook is { IsAtLeast: true, Cost.High: null } ? "≥ " : "")}{outlook.Cost.Typical}",
                AdviceText.Evidence(outlook.Work.Evidence)
            );
            table.Add(
                new Cell(AdviceText.Terms(priced.Listing, catalog), Style.Dim),
                new Cell(AdviceText.Range(outlook.Time), Style.Dim),
                new Cell(AdviceText.Range(outlook.Cost), Style.Dim),
                new Cell(AdviceText.EvidenceNote(outlook.Work.Evidence), Style.Dim)
            );
        }
        table.Write(screen);
    }

    /// <summary>Writes everything as JSON.</summary>
    public static void WriteJson(Survey survey, AdviceDesk desk, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                AdviceJson.WriteJob(json, survey.Job);
                AdviceJson.WriteMarket(json, desk.Market);
                AdviceJson.WriteAssumptions(json, desk.Assumptions);
                json.WriteStartArray("offers");
                foreach (Priced priced in survey.Known)
                {
                    json.WriteStartObject();
                    AdviceJson.WriteOffer(json, priced.Listing);
                    AdviceJson.WriteOutlook(json, priced.Outlook);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                MissingReport.WriteJson(json, survey.Missing);
            },
            screen
        );

    /// <summary>Where time and money go. Printed parts of a bill add up to the printed total.</summary>
    private static void WriteDetail(ImmutableArray<Priced> offers, Screen screen)
    {
        foreach (Priced priced in offers)
        {
            Outlook outlook = priced.Outlook;
            screen.Results.WriteLine();
            screen.Results.WriteLine(screen.Ink.Write(outlook.Offer.ToString(), Style.Bold));
            Table table = new(new Column(""), new Column("", IsNumber: true), new Column("", Wraps: true));
            RunSchedule schedule = outlook.Schedule;
            AddTime(table, "work", schedule.Work, AdviceText.Evidence(outlook.Work.Evidence));
            AddTime(table, "set-up", schedule.Setup, schedule.Sessions > 1 ? $"{schedule.Sessions} sessions" : "");
            AddTime(table, "checkpoints", schedule.Checkpoints, "");
            AddTime(
                table,
                "lost",
                schedule.Lost,
                string.Create(CultureInfo.InvariantCulture, $"{schedule.Restarts:0.##} interruptions on the average")
            );
            AddTime(table, "waiting", schedule.Waiting, "for the next week's quota");
            decimal quantum = outlook.Cost.Typical.Value < 0.1m ? 0.0001m : 0.01m;
            ImmutableArray<decimal> printed = CentSplit.Round([.. outlook.Items.Select(i => i.Amount.Value)], quantum);
            string format = quantum < 0.01m ? "$0.0000" : "$#,##0.00";
            for (int i = 0; i < printed.Length; i++)
            {
                table.Add(
                    AdviceJson.Word(outlook.Items[i].Kind).Replace('_', ' '),
                    printed[i].ToString(format, CultureInfo.InvariantCulture),
                    ""
                );
            }
            table.Add(
                new Cell("together", Style.Bold),
                printed.Sum().ToString(format, CultureInfo.InvariantCulture),
                AdviceText.Time(outlook.Time.Typical)
            );
            table.Write(screen);
        }
    }

    private static void AddTime(Table table, string part, Seconds time, string remark)
    {
        if (time.Value > 0)
        {
            table.Add(part, AdviceText.Time(time), new Cell(remark, Style.Dim));
        }
    }
}
