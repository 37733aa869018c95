using Laptime.Core.Catalogs;
using Laptime.Prices.Importing;
using Laptime.Prices.Imports;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Tests.Imports;

public sealed class ImportedCatalogTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("laptime-prices-").FullName;
    private readonly List<string> warnings = [];

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public void Save_ThenRead_ReplacesShippedOfSameProviderAndPricingButNotHistory()
    {
        new ImportedCatalog(data).Save([Priced(0.5m)]);

        Catalog catalog = Read();

        Offer[] azure =
        [
            .. catalog.Offers.Where(offer => offer.Provider == "azure" && offer.Pricing is Pricing.OnDemand),
        ];
        azure
            .Where(offer => !offer.Flags.Contains(CatalogFiles.Historic))
            .ShouldHaveSingleItem()
            .Price!.Value.Value.ShouldBe(0.5m);
        azure.ShouldContain(offer => offer.Flags.Contains(CatalogFiles.Historic));
        int others = catalog.Offers.Count(offer => offer.Provider != "azure");
        others.ShouldBe(CatalogFiles.ReadShipped().Offers.Count(offer => offer.Provider != "azure"));
    }

    [Fact]
    public void Save_Quarantined_StaysOutAndIsListed()
    {
        new ImportedCatalog(data).Save([Priced(5000)]);

        Read().Offers.ShouldNotContain(offer => offer.Price != null && offer.Price.Value.Value == 5000);
        CatalogFiles.ReadQuarantined(data, warnings.Add).ShouldHaveSingleItem().Price!.Value.Value.ShouldBe(5000);
    }

    [Fact]
    public void Undo_AfterReplacing_BringsBackTheVersionBefore()
    {
        ImportedCatalog imported = new(data);
        imported.Save([Priced(0.5m)]);
        imported.Save([Priced(0.6m)]);

        imported.Undo().ShouldHaveSingleItem();

        Prices().ShouldBe([0.5m]);
        imported.Undo().ShouldBeEmpty();
    }

    [Fact]
    public void Undo_AfterTheFirst_LeavesNone()
    {
        ImportedCatalog imported = new(data);
        imported.Save([Priced(0.5m)]);

        imported.Undo().ShouldHaveSingleItem().ShouldContain("gone");

        Prices().ShouldBeEmpty();
    }

    [Fact]
    public void Save_Twice_WithoutUndo_LeavesNoPartialFiles()
    {
        ImportedCatalog imported = new(data);
        imported.Save([Priced(0.5m)]);
        imported.Save([Priced(0.6m)]);

        Directory.GetFiles(CatalogFiles.DirectoryIn(data), "*.partial").ShouldBeEmpty();
        Prices().ShouldBe([0.6m]);
    }

    [Fact]
    public void Save_CannotBeWritten_LeavesTheCatalogAsItWas()
    {
        ImportedCatalog imported = new(data);
        imported.Save([Priced(0.5m)]);
        // A directory in the place of the table's copy makes the import fail half-way.
        Directory.CreateDirectory(Path.Combine(CatalogFiles.DirectoryIn(data), "offers.csv.before"));

        Should.Throw<Exception>(() => imported.Save([Priced(0.6m)]));

        Prices().ShouldBe([0.5m]);
        Directory.GetFiles(CatalogFiles.DirectoryIn(data), "*.partial").ShouldBeEmpty();
    }

    [Fact]
    public void Read_DamagedTable_IsWarnedOfAndTheRestIsRead()
    {
        new ImportedCatalog(data).Save([Priced(0.5m)]);
        string damaged = Path.Combine(CatalogFiles.DirectoryIn(data), "another.csv");
        File.WriteAllText(damaged, string.Join(',', OfferCsv.Columns) + "\nazure\n");

        Prices().ShouldBe([0.5m]);

        warnings
            .ShouldHaveSingleItem()
            .ShouldStartWith($"{damaged} is left out of the catalog: Line 2 has no instance.");
    }

    private static ImportedOffers Priced(decimal price) =>
        Importer.Import(
            string.Join(',', OfferCsv.Columns) + $"\nazure,x,t4,T4,1,,,,,,on-demand,{price},,,,2026-01-01,own,,\n"
        );

    private Catalog Read() => CatalogFiles.Read(data, warnings.Add);

    private decimal[] Prices() =>
        [.. Read().Offers.Where(offer => offer.Source.Id == "own").Select(offer => offer.Price!.Value.Value)];
}
