using Laptime.Answers.Catalogs;
using Laptime.Core.Catalogs;
using Laptime.Prices;

namespace Laptime.Answers.Tests.Catalogs;

public sealed class CatalogShelfTests : IDisposable
{
    private const string Header =
        "provider,instance,device,raw_device,device_count,vcpu,ram_gib,disk_gb,region,zone,pricing,usd_per_hour,usd_per_month,usd_per_gb_month_storage,billing_step_seconds,as_of,source,source_row,flags\n";

    private readonly string directory = Directory.CreateTempSubdirectory("laptime-shelf-").FullName;
    private readonly List<string> warnings = [];

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Read_NothingChanged_ReturnsTheSameCatalog()
    {
        CatalogShelf shelf = new(directory, warnings.Add);

        shelf.Read().ShouldBeSameAs(shelf.Read());
    }

    [Fact]
    public void Read_TableAppearsChangesAndGoes_ReadsAnew()
    {
        CatalogShelf shelf = new(directory, warnings.Add);
        Catalog before = shelf.Read();

        Write("0.5");
        shelf.Read().Offers.Single(offer => offer.Provider == "test-cloud").Price!.Value.Value.ShouldBe(0.5m);
        Write("0.25");
        shelf.Read().Offers.Single(offer => offer.Provider == "test-cloud").Price!.Value.Value.ShouldBe(0.25m);
        File.Delete(TablePath);
        shelf.Read().Offers.Length.ShouldBe(before.Offers.Length);
        warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Read_TableIsBroken_WarnsOnceAndShowsTheRest()
    {
        Directory.CreateDirectory(CatalogFiles.DirectoryIn(directory));
        File.WriteAllText(TablePath, "no,such,columns\n1,2,3\n");
        CatalogShelf shelf = new(directory, warnings.Add);

        shelf.Read().Offers.ShouldNotBeEmpty();
        shelf.Read();

        warnings.ShouldHaveSingleItem().ShouldContain("test.csv");
    }

    private string TablePath => Path.Combine(CatalogFiles.DirectoryIn(directory), "test.csv");

    private void Write(string price)
    {
        Directory.CreateDirectory(CatalogFiles.DirectoryIn(directory));
        File.WriteAllText(TablePath, $"{Header}test-cloud,t1,t4,T4,1,,,,,,on-demand,{price},,,,2026-11-01,test,,\n");
    }
}
