using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Prices.Importing;

namespace Laptime.Cli.Reports;

/// <summary>What became of the rows of price lists.</summary>
internal static class ImportReport
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.catalog-import/1";

    private const int MostDetails = 6;

    /// <summary>Writes the account of each list.</summary>
    public static void Write(IReadOnlyList<(string Name, ImportedOffers Offers)> imports, bool asJson, Screen screen)
    {
        if (asJson)
        {
            WriteJson(imports, screen);
            return;
        }
        foreach ((string name, ImportedOffers import) in imports)
        {
            Write(name, import, screen);
        }
    }

    private static void Write(string name, ImportedOffers import, Screen screen)
    {
        ImportAccount account = import.Account;
        screen.Results.WriteLine($"{screen.Ink.Write(Prose.Printable(name), Style.Bold)}: {account.Format}");
        Table table = new(new Column(""), new Column("", IsNumber: true), new Column("", Wraps: true));
        table.Add("", $"{account.RowsRead:N0}", "rows read");
        table.Add("", $"{account.RowsIn:N0}", $"in, as {Count(account.OffersIn, "offer")}");
        if (account.OffersQuarantined > 0)
        {
            table.Add(
                "",
                new Cell($"{account.RowsQuarantined:N0}", Style.Warning),
                $"quarantined for their price, with {Count(account.OffersQuarantined, "offer")}: laptime catalog offers --quarantined"
            );
        }
        foreach (LeftOutRows rows in account.LeftOut)
        {
            table.Add("", $"{rows.Count:N0}", $"left out: {rows.Reason.Words()}{Details(rows)}");
        }
        foreach ((string what, int count) in account.Asides)
        {
            table.Add("", $"{count:N0}", $"in without: {what}");
        }
        table.Write(screen);
    }

    private static string Details(LeftOutRows rows)
    {
        if (rows.Details.IsEmpty)
        {
            return "";
        }
        string named = string.Join(
            ", ",
            rows.Details.Take(MostDetails)
                .Select(detail => detail.Value == 1 ? detail.Key : $"{detail.Key} ({detail.Value})")
        );
        return rows.Details.Length > MostDetails
            ? $": {named} and {rows.Details.Length - MostDetails} more"
            : $": {named}";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count:N0} {noun}s";

    private static void WriteJson(IReadOnlyList<(string Name, ImportedOffers Offers)> imports, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteStartArray("imports");
                foreach ((string name, ImportedOffers import) in imports)
                {
                    WriteJson(json, name, import);
                }
                json.WriteEndArray();
            },
            screen
        );

    private static void WriteJson(Utf8JsonWriter json, string name, ImportedOffers import)
    {
        ImportAccount account = import.Account;
        json.WriteStartObject();
        json.WriteString("list", name);
        json.WriteString("name", import.Name);
        json.WriteString("format", account.Format);
        json.WriteNumber("rows_read", account.RowsRead);
        json.WriteNumber("rows_in", account.RowsIn);
        json.WriteNumber("rows_quarantined", account.RowsQuarantined);
        json.WriteNumber("rows_left_out", account.RowsLeftOut);
        json.WriteNumber("offers_in", account.OffersIn);
        json.WriteNumber("offers_quarantined", account.OffersQuarantined);
        json.WriteStartArray("left_out");
        foreach (LeftOutRows rows in account.LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("reason", rows.Reason.Code());
            json.WriteNumber("rows", rows.Count);
            json.WriteStartObject("details");
            foreach ((string detail, int count) in rows.Details)
            {
                json.WriteNumber(detail, count);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("asides");
        foreach ((string what, int count) in account.Asides)
        {
            json.WriteNumber(what, count);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
