using Laptime.Core.Catalogs;

namespace Laptime.Prices.Tests;

public sealed class CatalogFilesTests
{
    [Fact]
    public void ReadShipped_HoldsWhatIsKnownElsewhere()
    {
        Catalog catalog = CatalogFiles.ReadShipped();

        catalog.Devices.Count.ShouldBe(76);
        catalog.Devices["a100-sxm4-40gb"].PeaksTera["fp16_tensor"].ShouldBe(312, 1);
        catalog.Providers["kaggle"].Limits[0].WeeklyGpuTime!.Value.Value.ShouldBe(30 * 3600);
        catalog.Offers.ShouldContain(offer => offer.Provider == "vast-ai" && offer.Price!.Value.Value == 0.065m);
        catalog.Speeds.ShouldContain(speed => speed.Workload == "dogs-cats-resnet50" && speed.IsUpperBound);
    }
}
