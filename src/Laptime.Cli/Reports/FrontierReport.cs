using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Advice.Outlooks;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Reports;

/// <summary>The frontier: a picture, its members, who is beaten by whom, and what is not known.</summary>
internal static class FrontierReport
{
    private const string Schema = "laptime.frontier/1";
    private const int PlotHeight = 14;
    private const int WidestPlot = 100;

    /// <summary>Writes all of it.</summary>
    public static void Write(FrontierSurvey found, AdviceDesk desk, IEnumerable<string> notes, int limit, Screen screen)
    {
        Survey survey = found.Survey;
        AdviceHead.Write(survey.Job, desk.Market, survey.Configurations, screen);
        if (found.Members.IsEmpty)
        {
            screen.Results.WriteLine("Time and cost are not known of any offer.");
        }
        else
        {
            new FrontierPlot(
                [.. Points(found)],
                Math.Min(screen.Width, WidestPlot),
                PlotHeight,
                FrontierPlot.NeedsPlainText(Environment.GetEnvironmentVariable)
            ).Write(screen);
            screen.Results.WriteLine();
            WriteMembers(found, desk, limit, screen);
            WriteBeaten(found, limit, screen);
        }
        WriteOpen(found, screen);
        MissingReport.Write(survey.Missing, screen);
        Outlook[] shown = [.. found.Members.Take(limit).Select(placed => placed.Offer.Outlook)];
        int beyond = found.Beaten.Length - found.BeatenInPicture.Length;
        string[] outside = beyond > 0 ? [$"{beyond:N0} reserved offers lie beyond the right edge of the picture."] : [];
        string[] odds =
            found.Members.Length > 1
                ? [$"On it: how often nothing beats the offer in {found.Draws:N0} draws of what may be off."]
                : [];
        AdviceHead.WriteNotes(
            [.. outside, .. odds, .. notes, .. MarketText.NotesOf(survey.Job, shown, desk.Assumptions)],
            screen
        );
    }

    /// <summary>Writes everything as JSON.</summary>
    public static void WriteJson(FrontierSurvey found, AdviceDesk desk, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                AdviceJson.WriteJob(json, found.Survey.Job);
                AdviceJson.WriteMarket(json, desk.Market);
                AdviceJson.WriteAssumptions(json, desk.Assumptions);
                json.WriteNumber("draws", found.Draws);
                WritePlaced(json, "frontier", found.Members);
                WritePlaced(json, "beaten", found.Beaten);
                WritePlaced(json, "open", [.. found.Open.Select(o => new Placed(o, false, null, null, null))]);
                MissingReport.WriteJson(json, found.Survey.Missing);
            },
            screen
        );

    private static void WritePlaced(Utf8JsonWriter json, string name, ImmutableArray<Placed> offers)
    {
        json.WriteStartArray(name);
        foreach (Placed placed in offers)
        {
            json.WriteStartObject();
            AdviceJson.WriteOffer(json, placed.Offer.Listing);
            AdviceJson.WriteOutlook(json, placed.Offer.Outlook);
            AdviceJson.WriteKnown(json, "probability_on_frontier", placed.Probability);
            json.WriteKnown("beaten_by", placed.BeatenBy?.Outlook.Offer.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static IEnumerable<PlotPoint> Points(FrontierSurvey found) =>
        from placed in found.BeatenInPicture.Concat(found.Members)
        let outlook = placed.Offer.Outlook
        select new PlotPoint(
            outlook.Time.Typical.Value,
            (double)outlook.Cost.Typical.Value,
            placed.IsMember ? placed.Letter : null
        );

    private static void WriteMembers(FrontierSurvey found, AdviceDesk desk, int limit, Screen screen)
    {
        Table table = new(
            new Column(""),
            new Column("Nobody beats", Wraps: true),
            new Column("Time"),
            new Column("Cost"),
            new Column("On it", IsNumber: true),
            new Column("Time rests on", Wraps: true)
        );
        foreach (Placed placed in found.Members.Take(limit))
        {
            Outlook outlook = placed.Offer.Outlook;
            table.Add(
                new Cell(placed.Letter ?? "", Style.Good),
                new Cell(AdviceText.Name(outlook.Offer), Style.Bold),
                AdviceText.Time(outlook.Time.Typical),
                outlook.Cost.Typical.ToString(),
                placed.Probability is { } p ? AdviceText.Percent(p) : "?",
                AdviceText.Evidence(outlook.Work.Evidence)
            );
            table.Add(
                "",
                new Cell(AdviceText.Terms(placed.Offer.Listing, desk.Catalog), Style.Dim),
                new Cell(AdviceText.Range(outlook.Time), Style.Dim),
                new Cell(AdviceText.Range(outlook.Cost), Style.Dim),
                "",
                new Cell(AdviceText.EvidenceNote(outlook.Work.Evidence), Style.Dim)
            );
        }
        table.Write(screen);
        WriteRest(found.Members.Length - limit, screen);
    }

    private static void WriteBeaten(FrontierSurvey found, int limit, Screen screen)
    {
        if (found.Beaten.IsEmpty)
        {
            return;
        }
        screen.Results.WriteLine();
        Table table = new(
            new Column("Beaten", Wraps: true),
            new Column("Time"),
            new Column("Cost"),
            new Column("On it", IsNumber: true),
            new Column("By", Wraps: true)
        );
        foreach (Placed placed in found.Beaten.Take(limit))
        {
            Outlook outlook = placed.Offer.Outlook;
            string least = outlook.IsAtLeast ? "≥ " : "";
            Core.Catalogs.Offer offer = outlook.Offer;
            table.Add(
                $"{AdviceText.Name(offer)}{(offer.Pricing is Core.Catalogs.Pricing.OnDemand ? "" : $", {offer.Pricing}")}",
                $"{least}{AdviceText.Time(outlook.Time.Typical)}",
                $"{least}{outlook.Cost.Typical}",
                placed.Probability is { } p ? AdviceText.Percent(p) : "never",
                placed.BeatenBy is { } by ? AdviceText.Name(by.Outlook.Offer) : ""
            );
        }
        table.Write(screen);
        WriteRest(found.Beaten.Length - limit, screen);
    }

    private static void WriteOpen(FrontierSurvey found, Screen screen)
    {
        if (!found.Open.IsEmpty)
        {
            screen.Results.WriteLine();
            string names = string.Join(", ", found.Open.Select(priced => AdviceText.Name(priced.Outlook.Offer)));
            foreach (string line in Prose.Wrap($"Cannot be told, time known from below only: {names}.", screen.Width))
            {
                screen.Results.WriteLine(line);
            }
        }
    }

    private static void WriteRest(int rest, Screen screen)
    {
        if (rest > 0)
        {
            AdviceHead.WriteDim($"… and {rest:N0} more (--limit).", screen);
        }
    }
}
