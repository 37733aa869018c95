using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>The Full Stack's table of cloud GPUs: no region, no date, prices on demand and as spot in one row.</summary>
internal sealed class FsdlCsv : IPriceFormat
{
    /// <inheritdoc />
    public string Name => "The Full Stack's cloud GPUs";

    /// <inheritdoc />
    public string SourceId => "fsdl-cloud-gpus";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        list.HasColumns("Cloud", "GPU Type", "GPUs", "GPU RAM", "On-demand", "Per-GPU");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        FsdlRows.Read(list.Rows!, intake, "Cloud", "On-demand", "Name", null);
        return null;
    }
}

/// <summary>The Full Stack's table of serverless GPUs.</summary>
internal sealed class FsdlServerlessCsv : IPriceFormat
{
    /// <inheritdoc />
    public string Name => "The Full Stack's serverless GPUs";

    /// <inheritdoc />
    public string SourceId => "fsdl-serverless-gpus";

    /// <inheritdoc />
    public bool Recognises(PriceList list) => list.HasColumns("Vendor", "GPU Type", "GPUs", "Per-Hour");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        FsdlRows.Read(list.Rows!, intake, "Vendor", "Per-Hour", "Name", "serverless");
        return null;
    }
}

/// <summary>What both tables share.</summary>
internal static class FsdlRows
{
    /// <summary>Hands the rows over.</summary>
    public static void Read(CsvRows rows, OfferIntake intake, string seller, string price, string name, string? flag)
    {
        while (rows.Read())
        {
            if (rows.Count != rows.Header.Length)
            {
                intake.Refuse(LeftOut.FieldCount, $"line {rows.Line}");
                continue;
            }
            intake.Begin();
            if (intake.Context.Providers.Find(rows[seller]) is { } provider)
            {
                SkyPilotCsv.TakeBoth(
                    new OfferDraft
                    {
                        Provider = provider,
                        Instance = Fields.TextOrNull(rows[name]),
                        Device = Fields.TextOrNull(rows["GPU Type"]),
                        DeviceCount = Decimals.Parse(rows["GPUs"]) ?? -1,
                        Vcpu = Fields.Positive(rows["vCPUs"]),
                        RamGib = Fields.Positive(rows["RAM"]),
                        Pricing = new Pricing.OnDemand(),
                        Price = Fields.Price(rows[price], intake),
                        SourceRow = $"line {rows.Line}",
                        Flags = flag,
                    },
                    Fields.Price(rows["Spot"], intake),
                    intake
                );
            }
            else
            {
                intake.Object(LeftOut.UnknownProvider, rows[seller]);
            }
            intake.End();
        }
    }
}
