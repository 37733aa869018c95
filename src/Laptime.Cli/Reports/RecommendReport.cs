using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Recommendations;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Reports;

/// <summary>The best few offers, and what put the others out.</summary>
internal static class RecommendReport
{
    private const string Schema = "laptime.recommend/1";
    private const int MostNamed = 4;

    /// <summary>Writes the recommendation.</summary>
    public static void Write(RecommendationQuestion question, IEnumerable<string> notes, bool asJson, Screen screen)
    {
        (AdviceDesk desk, Job job, Recommendation found) = (question.Desk, question.Job, question.Answer);
        if (asJson)
        {
            WriteJson(found, job, desk, screen);
            return;
        }
        AdviceHead.Write(job, desk.Market, question.Configurations, screen);
        if (found.Choices.IsEmpty)
        {
            screen.Results.WriteLine("No offer meets every constraint.");
        }
        foreach (Choice choice in found.Choices)
        {
            WriteChoice(choice, desk, screen);
        }
        WriteExcluded(question, screen);
        Outlook[] shown = [.. found.Choices.Select(choice => choice.Outlook)];
        AdviceHead.WriteNotes([question.Passed, .. notes, .. MarketText.NotesOf(job, shown, desk.Assumptions)], screen);
    }

    private static void WriteChoice(Choice choice, AdviceDesk desk, Screen screen)
    {
        Outlook outlook = choice.Outlook;
        string why = string.Join(" and ", choice.Reasons);
        screen.Results.WriteLine(
            $"{screen.Ink.Write(char.ToUpperInvariant(why[0]) + why[1..], Style.Good)}: {screen.Ink.Write(AdviceText.Name(outlook.Offer), Style.Bold)}"
        );
        Table table = new(new Column(""), new Column("", Wraps: true));
        table.Add("", AdviceText.Terms(choice.Listing, desk.Catalog));
        table.Add(
            "",
            $"{AdviceText.Time(outlook.Time.Typical)} ({AdviceText.Range(outlook.Time)}), {outlook.Cost.Typical} ({AdviceText.Range(outlook.Cost)})"
        );
        string date = outlook.Offer.Source.AsOf is { } day ? $" of {AdviceJson.Day(day)}" : "";
        table.Add(
            "",
            new Cell(
                $"time {AdviceText.Evidence(outlook.Work.Evidence)}; price{date}: {outlook.Offer.Source.Id}",
                Style.Dim
            )
        );
        foreach (string risk in choice.Risks)
        {
            table.Add("", new Cell(risk, Style.Warning));
        }
        table.Write(screen);
        screen.Results.WriteLine();
    }

    private static void WriteExcluded(RecommendationQuestion question, Screen screen)
    {
        if (question.Answer.Excluded.IsEmpty)
        {
            return;
        }
        Table table = new(
            new Column("Excluded because", Wraps: true),
            new Column("Offers", IsNumber: true),
            new Column("", Wraps: true)
        );
        foreach (ExclusionReason reason in question.Reasons)
        {
            string more = reason.Names.Length > MostNamed ? ", …" : "";
            table.Add(
                reason.Text,
                $"{reason.Count}",
                new Cell(string.Join(", ", reason.Names.Take(MostNamed)) + more, Style.Dim)
            );
        }
        table.Write(screen);
    }

    private static void WriteJson(Recommendation found, Job job, AdviceDesk desk, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                AdviceJson.WriteJob(json, job);
                AdviceJson.WriteMarket(json, desk.Market);
                AdviceJson.WriteAssumptions(json, desk.Assumptions);
                json.WriteNumber("passed", found.Passed);
                json.WriteStartArray("choices");
                foreach (Choice choice in found.Choices)
                {
                    json.WriteStartObject();
                    AdviceJson.WriteOffer(json, choice.Listing);
                    AdviceJson.WriteOutlook(json, choice.Outlook);
                    WriteTexts(json, "reasons", choice.Reasons);
                    WriteTexts(json, "risks", choice.Risks);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteStartArray("excluded");
                foreach (Exclusion excluded in found.Excluded)
                {
                    json.WriteStartObject();
                    AdviceJson.WriteOffer(json, new Listing(excluded.Offer, 0));
                    WriteTexts(json, "reasons", excluded.Reasons);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );

    private static void WriteTexts(System.Text.Json.Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }
}
