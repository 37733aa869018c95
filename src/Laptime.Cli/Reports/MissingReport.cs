using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Answers.Offers;
using Laptime.Cli.Terminal;

namespace Laptime.Cli.Reports;

/// <summary>Offers of which nothing can be said, by reason: listed, never guessed.</summary>
internal static class MissingReport
{
    private const int MostNamed = 8;

    /// <summary>Writes the reasons with how many offers and which.</summary>
    public static void Write(ImmutableArray<Missing> missing, Screen screen)
    {
        if (missing.IsEmpty)
        {
            return;
        }
        screen.Results.WriteLine();
        Table table = new(new Column("Not known"), new Column("Offers", IsNumber: true), new Column("", Wraps: true));
        foreach (MissingReason reason in MissingReason.Of(missing))
        {
            ImmutableArray<string> names = reason.Names;
            string more = names.Length > MostNamed ? $", and {names.Length - MostNamed} more" : "";
            table.Add(reason.Word, $"{reason.Offers.Length}", string.Join(", ", names.Take(MostNamed)) + more);
        }
        table.Write(screen);
    }

    /// <summary>Writes all of them.</summary>
    public static void WriteJson(Utf8JsonWriter json, ImmutableArray<Missing> missing)
    {
        json.WriteStartArray("unknown");
        foreach (Missing offer in missing)
        {
            json.WriteStartObject();
            AdviceJson.WriteOffer(json, offer.Listing);
            json.WriteString("reason", MissingReason.TextOf(offer));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
