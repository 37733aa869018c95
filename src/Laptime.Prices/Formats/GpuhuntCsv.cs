using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Formats;

/// <summary>gpuhunt's catalog: a file per provider that does not name the provider, a row for each price.</summary>
internal sealed class GpuhuntCsv : IPriceFormat
{
    private const int LookAhead = 200;

    /// <summary>gpuhunt multiplies Lambda's GiB of main memory by this.</summary>
    private const decimal LambdaGibToGb = 1.074m;

    /// <inheritdoc />
    public string Name => "gpuhunt's catalog as CSV";

    /// <inheritdoc />
    public string SourceId => "gpuhunt";

    /// <inheritdoc />
    public bool Recognises(PriceList list) =>
        list.HasColumns("instance_name", "location", "price", "gpu_count", "gpu_name", "spot");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        var rows = list.Rows!;
        List<Row> first = [];
        while (first.Count < LookAhead && Next(rows) is { } row)
        {
            first.Add(row);
        }
        var provider =
            intake.Context.Provider
            ?? MachineNames.Provider([.. first.Select(row => row.Instance)])
            ?? throw new CatalogException(
                "gpuhunt's files do not say whose prices they hold, and this one's names of machines do not tell. Add --provider."
            );
        foreach (var row in first)
        {
            Take(row, provider, intake);
        }
        while (Next(rows) is { } row)
        {
            Take(row, provider, intake);
        }
        return provider;
    }

    private static Row? Next(CsvRows rows) =>
        rows.Read()
            ? new Row(
                rows.Line,
                rows.Count == rows.Header.Length,
                rows["instance_name"],
                rows["location"],
                rows["price"],
                rows["cpu"],
                rows["memory"],
                rows["gpu_count"],
                rows["gpu_name"],
                rows["gpu_memory"],
                rows["spot"],
                rows["disk_size"]
            )
            : null;

    private static void Take(Row row, string provider, OfferIntake intake)
    {
        if (!row.HasItsFields)
        {
            intake.Refuse(LeftOut.FieldCount, $"line {row.Line}");
            return;
        }
        intake.Begin();
        var slice = TpuSlice.Parse(row.Gpu);
        var count = row.Count.Length == 0 ? 0 : Decimals.Parse(row.Count) ?? -1;
        var isSpot = row.Spot.Equals("true", StringComparison.OrdinalIgnoreCase);
        intake.Take(
            new OfferDraft
            {
                Provider = provider,
                Instance = Fields.TextOrNull(row.Instance),
                Device = slice?.Device ?? Fields.TextOrNull(row.Gpu),
                DeviceCount = slice?.Chips * count ?? count,
                DeviceMemory = Fields.Positive(row.GpuMemory),
                Vcpu = Fields.Positive(row.Vcpu),
                RamGib =
                    provider == "lambda" ? Fields.Positive(row.Memory) / LambdaGibToGb : Fields.Positive(row.Memory),
                DiskGb = Fields.Positive(row.Disk),
                Region = Fields.TextOrNull(row.Location),
                Pricing = isSpot ? new Pricing.Spot() : new Pricing.OnDemand(),
                Price = Fields.Price(row.Price, intake),
                SourceRow = $"line {row.Line}",
            }
        );
        intake.End();
    }

    private sealed record Row(
        int Line,
        bool HasItsFields,
        string Instance,
        string Location,
        string Price,
        string Vcpu,
        string Memory,
        string Count,
        string Gpu,
        string GpuMemory,
        string Spot,
        string Disk
    );
}
