using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Recommendations;
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
        foreach (var reason in missing.GroupBy(Reason).OrderByDescending(group => group.Count()))
        {
            string[] names = [.. reason.Select(m => AdviceText.Name(m.Listing.Offer)).Distinct()];
            string more = names.Length > MostNamed ? $", and {names.Length - MostNamed} more" : "";
            table.Add(Short(reason.First()), $"{reason.Count()}", string.Join(", ", names.Take(MostNamed)) + more);
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
            json.WriteString("reason", Reason(offer));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Reason(Missing missing) =>
        missing.IsTooSmall ? "its memory is too small" : Exclusions.Reason(missing.Why);

    private static string Short(Missing missing) =>
        missing switch
        {
            { IsTooSmall: true } => "too small",
            { Why: Unknown.Speed } => "time",
            { Why: Unknown.Price } => "price",
            { Why: Unknown.Device } => "device",
            { Why: Unknown.Share } => "share of a device",
            _ => "never done",
        };
}
