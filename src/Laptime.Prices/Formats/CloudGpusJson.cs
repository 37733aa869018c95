using System.Text.Json;
using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>cloud-gpus.com's table: an object for each provider, a member like <c>costa100_80</c> for each device. Each of these counts as a row.</summary>
internal sealed class CloudGpusJson : IPriceFormat
{
    private const string Prefix = "cost";

    /// <inheritdoc />
    public string Name => "cloud-gpus.com's JSON";

    /// <inheritdoc />
    public string SourceId => "cloud-gpus-com";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        JsonRows.FirstHas(list, "data", "name", "url")
        && list.Json!.Value.GetProperty("data").EnumerateArray().First().EnumerateObject().Any(IsPrice);

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        foreach (var (row, _) in JsonRows.Of(list.Json!.Value, "data", intake))
        {
            var name = row.TextOrNull("name") ?? "";
            var provider = intake.Context.Providers.Find(name);
            foreach (var cell in row.EnumerateObject().Where(IsPrice))
            {
                intake.Begin();
                Take(cell, name, provider, intake);
                intake.End();
            }
        }
        return null;
    }

    private static bool IsPrice(JsonProperty member) =>
        member.Name.StartsWith(Prefix, StringComparison.Ordinal) && member.Name.Length > Prefix.Length;

    private static void Take(JsonProperty cell, string name, string? provider, OfferIntake intake)
    {
        var text = cell.Value.ValueKind == JsonValueKind.String ? cell.Value.GetString()! : cell.Value.GetRawText();
        if (text is "" or "-" or "null")
        {
            intake.Object(LeftOut.NoPrice);
            return;
        }
        if (provider is null)
        {
            intake.Object(LeftOut.UnknownProvider, name);
            return;
        }
        var device = Device(cell.Name[Prefix.Length..]);
        intake.Take(
            new OfferDraft
            {
                Provider = provider,
                Instance = null,
                Device = device,
                DeviceCount = 1,
                Pricing = new Pricing.OnDemand(),
                Price = Fields.Price(text, intake),
                SourceRow = $"{name}, {cell.Name}",
                Flags = "price-per-device",
            }
        );
    }

    private static string Device(string key) =>
        key switch
        {
            "a100_40" => "A100 40GB",
            "a100_80" => "A100 80GB",
            "1080" or "2080" => $"{(key[0] == '1' ? "GTX" : "RTX")} {key}",
            "3080" or "3090" or "4090" or "5090" => $"RTX {key}",
            _ => key.ToUpperInvariant(),
        };
}
