using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;
using Laptime.Prices.Importing;

namespace Laptime.Prices.Tests.Importing;

public sealed class PriceBandsTests
{
    private static readonly PriceBands Bands = new([.. new[] { 0.8m, 1m, 40m }.Select(price => Offer("t4", 1, price))]);

    [Theory]
    [InlineData("on-demand", 0.125, true)]
    [InlineData("on-demand", 0.12, false)]
    [InlineData("on-demand", 8, true)]
    [InlineData("on-demand", 8.01, false)]
    [InlineData("spot", 0.04, true)]
    [InlineData("spot", 0.03, false)]
    public void IsPlausible_AroundTheMedian(string pricing, double price, bool expected) =>
        Bands.IsPlausible("t4", 1, null, Pricing.TryParse(pricing)!, (decimal)price).ShouldBe(expected);

    [Fact]
    public void IsPlausible_SeveralDevices_CountsEach() =>
        Bands.IsPlausible("t4", 8, null, new Pricing.OnDemand(), 60).ShouldBeTrue();

    [Theory]
    [InlineData(0.005, false)]
    [InlineData(0.5, true)]
    [InlineData(61, false)]
    public void IsPlausible_DeviceWithoutPrices_HasAWideBand(double price, bool expected) =>
        Bands.IsPlausible("b200", 1, null, new Pricing.OnDemand(), (decimal)price).ShouldBe(expected);

    [Fact]
    public void IsPlausible_OnlyProcessors_CountsThem()
    {
        Bands.IsPlausible(null, 0, 4, new Pricing.OnDemand(), 0.2m).ShouldBeTrue();
        Bands.IsPlausible(null, 0, 4, new Pricing.OnDemand(), 20).ShouldBeFalse();
    }

    private static Offer Offer(string device, int count, decimal price) =>
        new()
        {
            Provider = "azure",
            Instance = "x",
            Device = device,
            DeviceCount = count,
            Pricing = new Pricing.OnDemand(),
            Price = new UsdPerHour(price),
            Source = new Source("test", null),
        };
}
